import { join } from 'node:path';
import { projectionChangedSchema, subjects } from '@agents-fleet/contracts';
import { type Broker, connectService, subscribeCore } from '@agents-fleet/event-log';
import { type Logger } from '@agents-fleet/platform';
import { openReadModels, type ReadModels } from '@agents-fleet/read-models';
import { type GatewayConfiguration } from '../configuration.js';
import { ProjectionChanges } from '../sessions/projection-changes.js';
import { RunnerRegistry } from './runner-registry.js';

/** The gateway's two sources, and what they tell: the broker and the read models. */
export interface FleetConnection {
  readonly broker: Broker;
  readonly models: ReadModels;
  readonly runners: RunnerRegistry;
  readonly changes: ProjectionChanges;
  close(): Promise<void>;
}

export function databaseFile(configuration: GatewayConfiguration): string {
  return configuration.FLEET_DATABASE ?? join(configuration.FLEET_DATA_DIR, 'read-models.sqlite');
}

export function snapshotDirectory(configuration: GatewayConfiguration): string {
  return configuration.FLEET_SNAPSHOT_DIR ?? join(configuration.FLEET_DATA_DIR, 'snapshots');
}

/** Connects, and begins to listen to heartbeats and to what the projector commits. */
export async function connectFleet(configuration: GatewayConfiguration, logger: Logger): Promise<FleetConnection> {
  const broker = await connectService('gateway', configuration, logger);
  const models = await openReadModels({ path: databaseFile(configuration), mode: 'reader' });
  const runners = new RunnerRegistry();
  const changes = new ProjectionChanges();
  subscribeCore(broker, subjects.allHeartbeats, (message) => {
    if (!runners.accept(message.json())) logger.warn({ subject: message.subject }, 'this is no heartbeat');
  });
  subscribeCore(broker, subjects.projectionChanged, (message) => {
    changes.announce(projectionChangedSchema.parse(message.json()).sessionIds);
  });
  return {
    broker,
    models,
    runners,
    changes,
    close: async () => {
      await broker.close();
      await models.close();
    },
  };
}
