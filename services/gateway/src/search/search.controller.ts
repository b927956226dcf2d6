import { Controller, Inject } from '@nestjs/common';
import { type Page, type SearchHit } from '@agents-fleet/contracts';
import { ReadModels } from '@agents-fleet/read-models';
import { Input, Route } from '../http/route.decorator.js';
import { type RouteInput } from '../http/route-contract.js';
import { historyRoutes as routes } from '../routes/history-routes.js';

/** Looks for what was on screens. */
@Controller()
export class SearchController {
  constructor(@Inject(ReadModels) private readonly models: ReadModels) {}

  @Route(routes.search)
  search(@Input() { query }: RouteInput<typeof routes.search>): Promise<Page<SearchHit>> {
    return this.models.search.find(query);
  }
}
