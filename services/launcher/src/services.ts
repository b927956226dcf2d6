/** Process entry for services that share a process. Their names are the parameters. */
import { join } from 'node:path';
import type { z } from 'zod';
import { createLogger, readConfiguration, runAsProcess, startInOrder, type Logger, type LogLevel, type RunningService } from '@agents-fleet/platform';

type Starter = (environment: NodeJS.ProcessEnv) => Promise<RunningService>;

/** Reads a service's own configuration and starts it. */
function service<S extends z.ZodType<{ FLEET_LOG_LEVEL: LogLevel }>>(
  name: string,
  load: () => Promise<{ schema: S; start: (configuration: z.output<S>, logger: Logger) => Promise<RunningService> }>,
): [string, Starter] {
  return [
    name,
    async (environment) => {
      const { schema, start } = await load();
      const configuration = readConfiguration(schema, environment);
      return start(configuration, createLogger(name, configuration.FLEET_LOG_LEVEL));
    },
  ];
}

/** Loaded on demand: a process holds the code of its own services only. */
const starters = new Map<string, Starter>([
  service('pricing', async () => {
    const { pricingConfigurationSchema, startPricing } = await import('@agents-fleet/pricing');
    return { schema: pricingConfigurationSchema, start: startPricing };
  }),
  service('budget', async () => {
    const { budgetConfigurationSchema, startBudget } = await import('@agents-fleet/budget');
    return { schema: budgetConfigurationSchema, start: startBudget };
  }),
  service('git-snapshot', async () => {
    const { gitSnapshotConfigurationSchema, startGitSnapshot } = await import('@agents-fleet/git-snapshot');
    return { schema: gitSnapshotConfigurationSchema, start: startGitSnapshot };
  }),
  service('projector', async () => {
    const { projectorConfigurationSchema, startProjector } = await import('@agents-fleet/projector');
    return { schema: projectorConfigurationSchema, start: startProjector };
  }),
]);

/** Each service is its own broker user, also when it shares a process. */
function environmentOf(name: string): NodeJS.ProcessEnv {
  const passwords = process.env['FLEET_NATS_PASSWORD_DIRECTORY'];
  if (passwords === undefined) throw new Error('FLEET_NATS_PASSWORD_DIRECTORY is not set: this process is started by the launcher');
  return { ...process.env, FLEET_NATS_USER: name, FLEET_NATS_PASSWORD_FILE: join(passwords, name, 'password') };
}

function starterOf(name: string): () => Promise<RunningService> {
  const start = starters.get(name);
  if (start === undefined) throw new Error(`${name} is no service that can share a process`);
  return () => start(environmentOf(name));
}

await runAsProcess(() => startInOrder('services', process.argv.slice(2).map(starterOf)));
