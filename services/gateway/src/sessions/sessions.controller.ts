import { Controller, Inject } from '@nestjs/common';
import { type Page, type Session } from '@agents-fleet/contracts';
import { Input, Route } from '../http/route.decorator.js';
import { type RouteInput } from '../http/route-contract.js';
import { ReadModels } from '@agents-fleet/read-models';
import { sessionRoutes as routes } from '../routes/session-routes.js';
import { SessionBudget } from './session-budget.js';
import { SessionInput } from './session-input.js';
import { SessionLookup } from './session-lookup.js';
import { SessionResumer } from './session-resumer.js';
import { SessionStarter } from './session-starter.js';
import { SessionStopper, type StopRow } from './session-stopper.js';

/** Sessions: start, find, stop, resume, budget, input. */
@Controller()
export class SessionsController {
  constructor(
    @Inject(ReadModels) private readonly models: ReadModels,
    @Inject(SessionLookup) private readonly sessions: SessionLookup,
    @Inject(SessionStarter) private readonly starter: SessionStarter,
    @Inject(SessionResumer) private readonly resumer: SessionResumer,
    @Inject(SessionStopper) private readonly stopper: SessionStopper,
    @Inject(SessionBudget) private readonly budget: SessionBudget,
    @Inject(SessionInput) private readonly input: SessionInput,
  ) {}

  @Route(routes.createSession)
  create(@Input() { body }: RouteInput<typeof routes.createSession>): Promise<Session> {
    return this.starter.start(body);
  }

  @Route(routes.listSessions)
  list(@Input() { query }: RouteInput<typeof routes.listSessions>): Promise<Page<Session>> {
    return this.models.sessions.list(query);
  }

  @Route(routes.stopSessions)
  async stopSeveral(@Input() { body }: RouteInput<typeof routes.stopSessions>): Promise<{ items: StopRow[] }> {
    const force = body.force ?? false;
    return { items: 'ids' in body ? await this.stopper.stopAll(body.ids, force) : await this.stopper.stopRepo(body.repo, force) };
  }

  @Route(routes.getSession)
  get(@Input() { params }: RouteInput<typeof routes.getSession>): Promise<Session> {
    return this.sessions.get(params.id);
  }

  @Route(routes.stopSession)
  stop(@Input() { params, body }: RouteInput<typeof routes.stopSession>): Promise<Session> {
    return this.stopper.stop(params.id, body?.force ?? false);
  }

  @Route(routes.resumeSession)
  resume(@Input() { params, body }: RouteInput<typeof routes.resumeSession>): Promise<Session> {
    return this.resumer.resume(params.id, body ?? {});
  }

  @Route(routes.changeBudget)
  changeBudget(@Input() { params, body }: RouteInput<typeof routes.changeBudget>): Promise<Session> {
    return this.budget.change(params.id, body);
  }

  @Route(routes.sendInput)
  sendInput(@Input() { params, body }: RouteInput<typeof routes.sendInput>): Promise<void> {
    return this.input.send(params.id, body.text);
  }
}
