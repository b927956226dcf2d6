import { z } from 'zod';
import { loginSchema } from '@agents-fleet/contracts';
import { route } from '../http/route-contract.js';

export const oneTimeCodeSchema = z.object({ code: z.string(), expiresAt: z.iso.datetime() });

export const accessRoutes = {
  login: route({
    method: 'POST',
    path: '/api/login',
    summary: 'Sign a browser in with a one-time code or the access token; sets the cookie',
    open: true,
    body: loginSchema,
    answer: { status: 204, description: 'Signed in' },
    problems: [413, 415, 422, 429],
  }),
  createLoginCode: route({
    method: 'POST',
    path: '/api/login-codes',
    summary: 'Make a one-time code for a URL such as http://127.0.0.1:4700/#token=<code>; needs the token as Bearer',
    answer: { status: 201, description: 'A code that works once, for ten minutes', schema: oneTimeCodeSchema },
  }),
  logout: route({
    method: 'POST',
    path: '/api/logout',
    summary: 'Sign this browser out',
    answer: { status: 204, description: 'Signed out' },
  }),
  me: route({
    method: 'GET',
    path: '/api/me',
    summary: 'Whether this browser is signed in',
    answer: { status: 204, description: 'Signed in' },
  }),
} as const;
