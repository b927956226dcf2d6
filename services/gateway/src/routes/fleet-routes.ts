import { z } from 'zod';
import { reposQuerySchema, reposSchema, runnerListSchema, settingsSchema } from '@agents-fleet/contracts';
import { route } from '../http/route-contract.js';

export const fleetRoutes = {
  listRunners: route({
    method: 'GET',
    path: '/api/runners',
    summary: 'Runners that have been seen, and whether they are online',
    answer: { status: 200, description: 'All runners', schema: runnerListSchema },
  }),
  listRepos: route({
    method: 'GET',
    path: '/api/repos',
    summary: 'Complete a repo path under the allowed roots, and repos of earlier sessions',
    query: reposQuerySchema,
    answer: { status: 200, description: 'Roots, directories and recent repos', schema: reposSchema },
    problems: [422, 503],
  }),
  getSettings: route({
    method: 'GET',
    path: '/api/settings',
    summary: 'Settings in force; never a secret',
    answer: { status: 200, description: 'Name, value and meaning of each', schema: settingsSchema },
  }),
  getOpenApi: route({
    method: 'GET',
    path: '/api/openapi.json',
    summary: 'This document',
    answer: { status: 200, description: 'OpenAPI 3.1', schema: z.record(z.string(), z.unknown()) },
  }),
} as const;
