import { Controller, Inject, Res } from '@nestjs/common';
import { type Timeline } from '@agents-fleet/contracts';
import { ReadModels } from '@agents-fleet/read-models';
import { type Response } from 'express';
import { Input, Route } from '../http/route.decorator.js';
import { type RouteInput } from '../http/route-contract.js';
import { historyRoutes as routes } from '../routes/history-routes.js';
import { SessionLookup } from '../sessions/session-lookup.js';
import { FramesDownload } from './frames-download.js';
import { requireKept } from './kept-terminal.js';

/**
 * For an answer that can never be another: a day in this person's browser, and only as long as they are signed in as
 * they were. Not longer, because a retention setting may remove what it was taken from.
 */
const KEEP_A_DAY = { 'Cache-Control': 'private, max-age=86400, immutable', Vary: 'Cookie, Authorization' } as const;

/** What a replay is made of: when something was printed, and what brings a terminal to a moment. */
@Controller()
export class HistoryController {
  constructor(
    @Inject(ReadModels) private readonly models: ReadModels,
    @Inject(SessionLookup) private readonly sessions: SessionLookup,
    @Inject(FramesDownload) private readonly download: FramesDownload,
  ) {}

  @Route(routes.getTimeline)
  async timeline(@Input() { params }: RouteInput<typeof routes.getTimeline>): Promise<Timeline> {
    requireKept(await this.sessions.get(params.id));
    return this.models.terminal.timeline(params.id);
  }

  @Route(routes.getFrames)
  async frames(@Input() { params, query }: RouteInput<typeof routes.getFrames>, @Res() response: Response): Promise<void> {
    const what = await this.download.of(params.id, query);
    response.status(routes.getFrames.answer.status);
    response.setHeader('Content-Type', 'application/octet-stream');
    response.setHeader('Fleet-Last-Chunk', String(what.lastChunk));
    if (what.screen !== null) response.setHeader('Fleet-Scrollback', 'later');
    if (what.final) response.set(KEEP_A_DAY);
    await this.download.write(what, response);
  }
}
