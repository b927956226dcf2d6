import { z } from 'zod';
import { pricingTableSchema, reposQuerySchema, reposSchema, runnerListSchema, settingsSchema } from '@agents-fleet/contracts';
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
  getPricing: route({
    method: 'GET',
    path: '/api/pricing',
    summary: 'Prices in force: where they come from, how fresh they are and what is wrong with a price list',
    answer: { status: 200, description: 'Origins, the one that wins first; the default rate; prices by model', schema: pricingTableSchema },
    problems: [503],
  }),
  getOpenApi: route({
    method: 'GET',
    path: '/api/openapi.json',
    summary: 'This document',
    answer: { status: 200, description: 'OpenAPI 3.1', schema: z.record(z.string(), z.unknown()) },
  }),
} as const;
