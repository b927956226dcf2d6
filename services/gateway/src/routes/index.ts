import { type RouteContract } from '../http/route-contract.js';
import { accessRoutes } from './access-routes.js';
import { changeRoutes } from './change-routes.js';
import { fleetRoutes } from './fleet-routes.js';
import { healthRoutes } from './health-routes.js';
import { sessionRoutes } from './session-routes.js';

/** Every route of the gateway but the console's files and the WebSocket. */
export const ALL_ROUTES: readonly RouteContract[] = [
  ...Object.values(accessRoutes),
  ...Object.values(sessionRoutes),
  ...Object.values(changeRoutes),
  ...Object.values(fleetRoutes),
  ...Object.values(healthRoutes),
];
