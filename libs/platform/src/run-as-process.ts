import { z } from 'zod';
import { readConfiguration } from './configuration.js';
import { fleetVariables } from './configuration-fields.js';
import { startHealthEndpoint } from './health-endpoint.js';
import { ProcessLifetime, type ProcessEdge } from './process-lifetime.js';
import { releaseMemoryAfterStart } from './release-memory.js';
import type { RunningService } from './service.js';

const healthSchema = z.object({ FLEET_HEALTH_PORT: fleetVariables.healthPort, FLEET_HEALTH_HOST: fleetVariables.healthHost });

/** Message that a process sends to the parent that started it with an IPC channel. */
export const READY_MESSAGE = 'ready';

const edge: ProcessEdge = {
  exit: (code) => process.exit(code),
  say: (line) => { process.stderr.write(`${line}\n`); },
  announceReady: () => { process.send?.(READY_MESSAGE); },
};

/**
 * Makes this process one service: starts it, serves its health on `FLEET_HEALTH_PORT` if that is set, and stops it
 * on SIGTERM, SIGINT, or when the parent that holds its IPC channel is gone (a killed launcher leaves no orphans).
 */
export async function runAsProcess(start: () => Promise<RunningService>): Promise<void> {
  const lifetime = new ProcessLifetime(edge);
  const stop = () => void lifetime.stop();
  const fail = (error: unknown) => { lifetime.fail(error); };
  process.on('SIGTERM', stop).on('SIGINT', stop).on('disconnect', stop);
  process.on('uncaughtException', fail).on('unhandledRejection', fail);
  const service = await lifetime.start(async () => {
    const health = readConfiguration(healthSchema);
    const service = await start();
    if (health.FLEET_HEALTH_PORT !== undefined) {
      await startHealthEndpoint(service, { host: health.FLEET_HEALTH_HOST, port: health.FLEET_HEALTH_PORT });
    }
    return service;
  });
  if (service !== null) releaseMemoryAfterStart();
}
