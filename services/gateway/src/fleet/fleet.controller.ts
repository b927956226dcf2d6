import { Controller, Inject } from '@nestjs/common';
import { type DirectoriesReply, directoriesReplySchema, type PricingTable, pricingTableSchema, type Repos, type Runner, type Settings } from '@agents-fleet/contracts';
import { ReadModels, ReadModelsUnavailableError } from '@agents-fleet/read-models';
import { OpenApiDocument } from '../http/openapi.js';
import { Input, Route } from '../http/route.decorator.js';
import { type RouteInput } from '../http/route-contract.js';
import { fleetRoutes as routes } from '../routes/fleet-routes.js';
import { chooseRunner } from '../sessions/session-starter.js';
import { FleetCommands } from './fleet-commands.js';
import { RunnerRegistry } from './runner-registry.js';
import { SettingsInForce } from './settings.js';

type ReposQuery = RouteInput<typeof routes.listRepos>['query'];

/** Directories offered at once: as many as fit under the field. */
const MAX_DIRECTORIES = 50;
const MAX_RECENT = 20;

/** What there is to start sessions on, and how the fleet is set. */
@Controller()
export class FleetController {
  constructor(
    @Inject(RunnerRegistry) private readonly runners: RunnerRegistry,
    @Inject(FleetCommands) private readonly commands: FleetCommands,
    @Inject(ReadModels) private readonly models: ReadModels,
    @Inject(SettingsInForce) private readonly settings: SettingsInForce,
    @Inject(OpenApiDocument) private readonly openApi: OpenApiDocument,
  ) {}

  @Route(routes.listRunners)
  listRunners(): { items: Runner[]; nextCursor: null } {
    return { items: this.runners.list(), nextCursor: null };
  }

  @Route(routes.listRepos)
  async listRepos(@Input() { query }: RouteInput<typeof routes.listRepos>): Promise<Repos> {
    const [found, recent] = await Promise.all([this.#directories(query), this.#recent()]);
    return { roots: found.roots, directories: found.items, recent };
  }

  @Route(routes.getSettings)
  getSettings(): Settings {
    return this.settings.value;
  }

  @Route(routes.getPricing)
  getPricing(): Promise<PricingTable> {
    return this.commands.priceTable(pricingTableSchema);
  }

  @Route(routes.getOpenApi)
  getOpenApi(): object {
    return this.openApi.value;
  }

  /** Only a runner knows directories: without one there are none to offer, but recent repos still are. */
  async #directories({ prefix = '', runnerId }: ReposQuery): Promise<DirectoriesReply> {
    const online = await this.runners.present();
    if (online.length === 0 && runnerId === undefined) return { roots: [], items: [] };
    const runner = chooseRunner(online, runnerId);
    return this.commands.toRunner(runner.id, 'directories', { prefix, limit: MAX_DIRECTORIES }, directoriesReplySchema);
  }

  /** Before the first session there is nothing to remember, and maybe no read models. */
  async #recent(): Promise<Repos['recent']> {
    try {
      return await this.models.repos.recent(MAX_RECENT);
    } catch (error) {
      if (error instanceof ReadModelsUnavailableError) return [];
      throw error;
    }
  }
}
