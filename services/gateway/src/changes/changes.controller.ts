import { Controller, Inject, Res } from '@nestjs/common';
import { type RestoreResult, type SessionSnapshot, type SnapshotChanges } from '@agents-fleet/contracts';
import { type Response } from 'express';
import { Input, Route } from '../http/route.decorator.js';
import { type RouteInput } from '../http/route-contract.js';
import { changeRoutes as routes } from '../routes/change-routes.js';
import { SessionLookup } from '../sessions/session-lookup.js';
import { attachment } from '../terminal/file-name.js';
import { writePart } from './file-part.js';
import { GitSnapshotCommands } from './git-snapshot-commands.js';
import { SessionRestore } from './restore.js';
import { SessionSnapshots } from './session-snapshots.js';
import { SnapshotCapture } from './snapshot-capture.js';
import { SnapshotChangesReader } from './snapshot-changes.js';

/** What sessions changed in their repositories. */
@Controller()
export class ChangesController {
  constructor(
    @Inject(SessionLookup) private readonly sessions: SessionLookup,
    @Inject(SessionSnapshots) private readonly snapshots: SessionSnapshots,
    @Inject(SnapshotCapture) private readonly capture: SnapshotCapture,
    @Inject(SnapshotChangesReader) private readonly reader: SnapshotChangesReader,
    @Inject(GitSnapshotCommands) private readonly commands: GitSnapshotCommands,
    @Inject(SessionRestore) private readonly restoring: SessionRestore,
  ) {}

  @Route(routes.listSnapshots)
  async list(@Input() { params }: RouteInput<typeof routes.listSnapshots>): Promise<{ items: SessionSnapshot[] }> {
    await this.sessions.get(params.id);
    return { items: await this.snapshots.list(params.id) };
  }

  @Route(routes.takeSnapshot)
  take(@Input() { params }: RouteInput<typeof routes.takeSnapshot>): Promise<SessionSnapshot> {
    return this.capture.take(params.id);
  }

  @Route(routes.getChanges)
  async changes(@Input() { params }: RouteInput<typeof routes.getChanges>): Promise<SnapshotChanges> {
    await this.sessions.get(params.id);
    return this.reader.changes(params.id, params.snapshotId);
  }

  @Route(routes.getDiff)
  async diff(@Input() { params, query }: RouteInput<typeof routes.getDiff>, @Res() response: Response): Promise<void> {
    await this.sessions.get(params.id);
    const part = await this.reader.diff(params.id, params.snapshotId, query.path);
    response.setHeader('Content-Type', 'text/plain; charset=utf-8');
    response.setHeader('Content-Length', part.length);
    await writePart(part, response);
  }

  @Route(routes.getPatch)
  async patch(@Input() { params }: RouteInput<typeof routes.getPatch>, @Res() response: Response): Promise<void> {
    const session = await this.sessions.get(params.id);
    const part = await this.reader.patch(params.id, params.snapshotId);
    response.setHeader('Content-Type', 'text/x-diff');
    response.setHeader('Content-Disposition', attachment(session, `${params.snapshotId}.patch`));
    response.setHeader('Content-Length', part?.length ?? 0);
    if (part === null) response.end();
    else await writePart(part, response);
  }

  @Route(routes.getContent)
  async content(@Input() { params, query }: RouteInput<typeof routes.getContent>): Promise<{ text: string | null }> {
    await this.sessions.get(params.id);
    await this.snapshots.get(params.id, params.snapshotId);
    return { text: await this.commands.content({ sessionId: params.id, snapshotId: params.snapshotId, ...query }) };
  }

  @Route(routes.restoreFiles)
  restore(@Input() { params, body }: RouteInput<typeof routes.restoreFiles>): Promise<RestoreResult> {
    return this.restoring.restore(params.id, body);
  }
}
