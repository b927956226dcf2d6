import { z } from 'zod';
import {
  artifactPageSchema,
  artifactSchema,
  changeBudgetSchema,
  createSessionSchema,
  listSessionsQuerySchema,
  markerPageSchema,
  pageQuerySchema,
  resumeSessionSchema,
  sendInputSchema,
  sessionIdSchema,
  sessionPageSchema,
  sessionSchema,
  stdinPageSchema,
  stopSessionSchema,
  stopSessionsResultSchema,
  stopSessionsSchema,
  usagePageSchema,
} from '@agents-fleet/contracts';
import { route } from '../http/route-contract.js';

const ofSession = z.strictObject({ id: sessionIdSchema });
const ofArtifact = z.strictObject({ id: sessionIdSchema, artifactId: z.string().min(1).max(200) });
const terminalQuerySchema = z.strictObject({ from: z.coerce.number().int().min(1).default(1) });

/** Statuses of a command that a runner or a service has to carry out. */
const commandProblems = [404, 409, 422, 503];

export const sessionRoutes = {
  createSession: route({
    method: 'POST',
    path: '/api/sessions',
    summary: 'Start a session',
    body: createSessionSchema,
    answer: { status: 201, description: 'The session that has started', schema: sessionSchema },
    problems: [413, 415, 422, 429, 503],
  }),
  listSessions: route({
    method: 'GET',
    path: '/api/sessions',
    summary: 'List sessions, newest first',
    query: listSessionsQuerySchema,
    answer: { status: 200, description: 'A page of sessions', schema: sessionPageSchema },
    problems: [422, 503],
  }),
  // Before `/:id`, which would take "stop" for an id.
  stopSessions: route({
    method: 'POST',
    path: '/api/sessions/stop',
    summary: 'Stop several sessions: by their ids, or all live ones of a repo',
    body: stopSessionsSchema,
    answer: { status: 200, description: 'One row a session', schema: stopSessionsResultSchema },
    problems: [422, 503],
  }),
  getSession: route({
    method: 'GET',
    path: '/api/sessions/:id',
    summary: 'One session',
    params: ofSession,
    answer: { status: 200, description: 'The session', schema: sessionSchema },
    problems: [404, 503],
  }),
  stopSession: route({
    method: 'POST',
    path: '/api/sessions/:id/stop',
    summary: 'Stop a session; `force` goes to SIGKILL at once',
    params: ofSession,
    body: stopSessionSchema.optional(),
    answer: { status: 202, description: 'It is being stopped', schema: sessionSchema },
    problems: commandProblems,
  }),
  resumeSession: route({
    method: 'POST',
    path: '/api/sessions/:id/resume',
    summary: 'Take up an ended session: the agent’s conversation in a new session, on a budget that goes on from what was spent',
    params: ofSession,
    body: resumeSessionSchema.optional(),
    answer: { status: 201, description: 'The new session', schema: sessionSchema },
    problems: [...commandProblems, 413, 415, 429],
  }),
  changeBudget: route({
    method: 'PATCH',
    path: '/api/sessions/:id/budget',
    summary: 'Change the budget of a session: absent leaves a limit, null removes it',
    params: ofSession,
    body: changeBudgetSchema,
    answer: { status: 200, description: 'The session with its new budget', schema: sessionSchema },
    problems: commandProblems,
  }),
  sendInput: route({
    method: 'POST',
    path: '/api/sessions/:id/input',
    summary: 'Type text into a session, as it is: end it with \\r to send a line',
    params: ofSession,
    body: sendInputSchema,
    answer: { status: 204, description: 'The terminal has it' },
    problems: commandProblems,
  }),
  getTerminal: route({
    method: 'GET',
    path: '/api/sessions/:id/terminal',
    summary: 'Every byte that the terminal printed, from chunk `from` on, as it came',
    params: ofSession,
    query: terminalQuerySchema,
    answer: { status: 200, description: 'Raw bytes', contentType: 'application/octet-stream' },
    problems: [404, 410, 422, 503],
  }),
  getTerminalCast: route({
    method: 'GET',
    path: '/api/sessions/:id/terminal.cast',
    summary: 'The terminal’s record as asciicast v3, with its markers; of a running session, up to now',
    params: ofSession,
    answer: { status: 200, description: 'A recording that asciinema plays', contentType: 'application/x-asciicast' },
    problems: [404, 410, 503],
  }),
  getTerminalText: route({
    method: 'GET',
    path: '/api/sessions/:id/terminal.txt',
    summary: 'What a person saw in the terminal, as plain text; of a running session, up to now',
    params: ofSession,
    answer: { status: 200, description: 'Text without escape codes', contentType: 'text/plain; charset=utf-8' },
    problems: [404, 410, 429, 503],
  }),
  listStdin: sessionList('stdin', 'What was typed into a session', stdinPageSchema),
  listMarkers: sessionList('markers', 'Moments in a session’s life', markerPageSchema),
  listUsage: sessionList('usage', 'Usage records of a session, with their cost', usagePageSchema),
  listArtifacts: sessionList('artifacts', 'What was kept for a session', artifactPageSchema),
  getArtifact: route({
    method: 'GET',
    path: '/api/sessions/:id/artifacts/:artifactId',
    summary: 'One artifact',
    params: ofArtifact,
    answer: { status: 200, description: 'The artifact', schema: artifactSchema },
    problems: [404, 503],
  }),
} as const;

function sessionList<Schema extends z.ZodType>(name: string, summary: string, schema: Schema) {
  return route({
    method: 'GET',
    path: `/api/sessions/:id/${name}`,
    summary,
    params: ofSession,
    query: pageQuerySchema,
    answer: { status: 200, description: 'A page, oldest first', schema },
    problems: [404, 422, 503],
  });
}
