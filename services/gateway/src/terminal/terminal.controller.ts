import { Controller, Inject, Res } from '@nestjs/common';
import { type Response } from 'express';
import { Input, Route } from '../http/route.decorator.js';
import { type RouteContract, type RouteInput } from '../http/route-contract.js';
import { sessionRoutes as routes } from '../routes/session-routes.js';
import { CastDownload } from './cast-download.js';
import { attachment } from './file-name.js';
import { TerminalDownload, type Downloadable } from './terminal-download.js';
import { TextDownload } from './text-download.js';

/** The terminal record as files. */
@Controller()
export class TerminalController {
  constructor(
    @Inject(TerminalDownload) private readonly download: TerminalDownload,
    @Inject(CastDownload) private readonly cast: CastDownload,
    @Inject(TextDownload) private readonly text: TextDownload,
  ) {}

  @Route(routes.getTerminal)
  async terminal(@Input() { params, query }: RouteInput<typeof routes.getTerminal>, @Res() response: Response): Promise<void> {
    const what = await this.download.of(params.id);
    begin(response, routes.getTerminal, what, 'raw');
    await this.download.write(what, query.from, response);
  }

  @Route(routes.getTerminalCast)
  async asciicast(@Input() { params }: RouteInput<typeof routes.getTerminalCast>, @Res() response: Response): Promise<void> {
    const what = await this.download.of(params.id);
    begin(response, routes.getTerminalCast, what, 'cast');
    await this.cast.write(what, response);
  }

  @Route(routes.getTerminalText)
  async plainText(@Input() { params }: RouteInput<typeof routes.getTerminalText>, @Res() response: Response): Promise<void> {
    const what = await this.download.of(params.id);
    const isWritten = await this.text.write(what, response, () => { begin(response, routes.getTerminalText, what, 'txt'); });
    if (!isWritten) throw this.text.busy;
  }
}

function begin(response: Response, { answer }: RouteContract, { session, lastChunk }: Downloadable, extension: string): void {
  response.status(answer.status);
  response.setHeader('Content-Type', answer.contentType ?? 'application/octet-stream');
  response.setHeader('Content-Disposition', attachment(session, extension));
  response.setHeader('Fleet-Last-Chunk', String(lastChunk));
  response.flushHeaders();
}
