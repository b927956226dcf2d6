import { z } from 'zod';
import { route } from '../http/route-contract.js';

const detailsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
export const readinessSchema = z.object({ ok: z.boolean(), details: detailsSchema });

export const healthRoutes = {
  healthz: route({
    method: 'GET',
    path: '/healthz',
    summary: 'Whether the gateway lives; tells nothing else',
    open: true,
    answer: { status: 200, description: 'It lives', schema: z.object({ ok: z.literal(true) }) },
  }),
  readyz: route({
    method: 'GET',
    path: '/readyz',
    summary: 'Whether the gateway can do its work: broker, read models, runner',
    answer: { status: 200, description: 'Ready; 503 with the same body when not', schema: readinessSchema },
    problems: [],
  }),
  metrics: route({
    method: 'GET',
    path: '/metrics',
    summary: 'Figures for Prometheus',
    answer: { status: 200, description: 'Prometheus text format', contentType: 'text/plain; version=0.0.4; charset=utf-8' },
  }),
} as const;
