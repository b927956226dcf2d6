import { Controller, Inject, Res } from '@nestjs/common';
import { type HealthReport } from '@agents-fleet/platform';
import { type Response } from 'express';
import { Route } from '../http/route.decorator.js';
import { healthRoutes as routes } from '../routes/health-routes.js';
import { GatewayHealth } from './gateway-health.js';

/** For whoever watches over the gateway. */
@Controller()
export class HealthController {
  constructor(@Inject(GatewayHealth) private readonly health: GatewayHealth) {}

  @Route(routes.healthz)
  healthz(): { ok: true } {
    return { ok: true };
  }

  @Route(routes.readyz)
  readyz(@Res({ passthrough: true }) response: Response): HealthReport {
    const report = this.health.report();
    if (!report.ok) response.status(503);
    return report;
  }

  @Route(routes.metrics)
  metrics(@Res({ passthrough: true }) response: Response): string {
    response.type('text/plain; version=0.0.4; charset=utf-8');
    return this.health.metrics();
  }
}
