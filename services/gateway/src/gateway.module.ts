import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { AccessController } from './access/access.controller.js';
import { BundleController } from './artifacts/bundle.controller.js';
import { ChangesController } from './changes/changes.controller.js';
import { FleetController } from './fleet/fleet.controller.js';
import { HealthController } from './health/health.controller.js';
import { SessionRecordsController } from './sessions/session-records.controller.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { TerminalController } from './terminal/terminal.controller.js';

/** The controllers, and the parts that they get by their class. */
@Module({})
export class GatewayModule {
  /** @param parts instances that are made already; each is provided under its class */
  static with(parts: readonly object[]): DynamicModule {
    const providers: Provider[] = parts.map((part) => ({ provide: part.constructor, useValue: part }));
    return {
      module: GatewayModule,
      controllers: [
        AccessController,
        SessionsController,
        SessionRecordsController,
        TerminalController,
        ChangesController,
        BundleController,
        FleetController,
        HealthController,
      ],
      providers,
    };
  }
}
