import { Controller, Inject, Res } from '@nestjs/common';
import { type Response } from 'express';
import { Input, Route } from '../http/route.decorator.js';
import { type RouteInput } from '../http/route-contract.js';
import { sessionRoutes as routes } from '../routes/session-routes.js';
import { TerminalDownload } from './terminal-download.js';

/** The terminal record as bytes. */
@Controller()
export class TerminalController {
  constructor(@Inject(TerminalDownload) private readonly download: TerminalDownload) {}

  @Route(routes.getTerminal)
  async terminal(@Input() { params, query }: RouteInput<typeof routes.getTerminal>, @Res() response: Response): Promise<void> {
    const lastChunk = await this.download.lastChunk(params.id);
    response.status(routes.getTerminal.answer.status);
    response.set({ 'Content-Type': 'application/octet-stream', 'Fleet-Last-Chunk': String(lastChunk) });
    response.flushHeaders();
    await this.download.write(params.id, query.from, lastChunk, response);
  }
}
