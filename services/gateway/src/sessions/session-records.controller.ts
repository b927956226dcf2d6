import { Controller, Inject } from '@nestjs/common';
import { type Artifact, type Marker, type Page, type StdinEvent, type UsageEntry } from '@agents-fleet/contracts';
import { ArtifactList } from '../artifacts/artifact-list.js';
import { unknownId } from '../http/problem.js';
import { Input, Route } from '../http/route.decorator.js';
import { type RouteInput } from '../http/route-contract.js';
import { ReadModels } from '@agents-fleet/read-models';
import { sessionRoutes as routes } from '../routes/session-routes.js';
import { SessionLookup } from './session-lookup.js';

/** What was kept of a session, in pages. */
@Controller()
export class SessionRecordsController {
  constructor(
    @Inject(ReadModels) private readonly models: ReadModels,
    @Inject(ArtifactList) private readonly keptArtifacts: ArtifactList,
    @Inject(SessionLookup) private readonly sessions: SessionLookup,
  ) {}

  @Route(routes.listStdin)
  async stdin(@Input() { params, query }: RouteInput<typeof routes.listStdin>): Promise<Page<StdinEvent>> {
    await this.sessions.get(params.id);
    return this.models.stdin.list(params.id, query);
  }

  @Route(routes.listMarkers)
  async markers(@Input() { params, query }: RouteInput<typeof routes.listMarkers>): Promise<Page<Marker>> {
    await this.sessions.get(params.id);
    return this.models.markers.list(params.id, query);
  }

  @Route(routes.listUsage)
  async usage(@Input() { params, query }: RouteInput<typeof routes.listUsage>): Promise<Page<UsageEntry>> {
    await this.sessions.get(params.id);
    return this.models.usage.list(params.id, query);
  }

  @Route(routes.listArtifacts)
  async artifacts(@Input() { params, query }: RouteInput<typeof routes.listArtifacts>): Promise<Page<Artifact>> {
    await this.sessions.get(params.id);
    return this.keptArtifacts.list(params.id, query);
  }

  @Route(routes.getArtifact)
  async artifact(@Input() { params }: RouteInput<typeof routes.getArtifact>): Promise<Artifact> {
    await this.sessions.get(params.id);
    const artifact = await this.keptArtifacts.find(params.id, params.artifactId);
    if (artifact === null) throw unknownId('artifact');
    return artifact;
  }
}
