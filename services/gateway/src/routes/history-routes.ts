import { z } from 'zod';
import { framesQuerySchema, searchPageSchema, searchQuerySchema, sessionIdSchema, timelineSchema } from '@agents-fleet/contracts';
import { route } from '../http/route-contract.js';

const ofSession = z.strictObject({ id: sessionIdSchema });

export const historyRoutes = {
  getTimeline: route({
    method: 'GET',
    path: '/api/sessions/:id/timeline',
    summary: 'When a session’s terminal printed what: for a scrubber, and for finding pauses',
    params: ofSession,
    answer: { status: 200, description: 'Chunks and their times', schema: timelineSchema },
    problems: [404, 410, 503],
  }),
  getFrames: route({
    method: 'GET',
    path: '/api/sessions/:id/terminal.frames',
    summary:
      'What brings a terminal to chunk `chunk`, as binary frames of channel 0. Without `from`: for a new terminal, beginning with a snapshot where there is one. With `from`: chunks from that number on. Ends at `chunk` or a little later, or before it after about 2 MiB: then ask on with `from`. Empty when nothing is recorded from there on. The header Fleet-Last-Chunk says how far the record goes. With `scrollback=later` and without `from` it may be a snapshot of about the screen alone, to be shown until the whole has come: the header Fleet-Scrollback is then `later`',
    params: ofSession,
    query: framesQuerySchema,
    answer: { status: 200, description: 'Frames: snapshot, output and resize', contentType: 'application/octet-stream' },
    problems: [404, 410, 422, 503],
  }),
  search: route({
    method: 'GET',
    path: '/api/search',
    summary: 'Lines that were on a screen, with the chunk after which they were: in all sessions, or in one, or in a repo’s',
    query: searchQuerySchema,
    answer: { status: 200, description: 'A page of lines, newest first', schema: searchPageSchema },
    problems: [422, 503],
  }),
} as const;
