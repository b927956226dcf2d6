import { connectService, EventPublisher } from '@agents-fleet/event-log';
import type { Logger, RunningService } from '@agents-fleet/platform';
import { controlSocketPath, type RunnerConfiguration } from '../configuration.js';
import { ControlClient } from '../control/control-client.js';
import { RunnerCommands } from './commands.js';
import { Heartbeat } from './heartbeat.js';
import { obeyLimits } from './limits.js';
import { spawnPtyHost } from './spawn-pty-host.js';

/**
 * Starts the runner: the rules around the pty-host. It holds no session itself, so it may end and start again while
 * sessions run: the pty-host keeps them, their records and their leases.
 */
export async function startRunner(configuration: RunnerConfiguration, logger: Logger): Promise<RunningService> {
  const { FLEET_RUNNER_ID: runnerId, FLEET_REPO_ROOTS: repoRoots } = configuration;
  const ptyHost = new ControlClient(controlSocketPath(configuration.FLEET_DATA_DIR));
  const broker = await connectService('runner', configuration, logger);
  if (configuration.FLEET_SPAWN_PTY_HOST && (await ptyHost.status()) === null) await spawnPtyHost(ptyHost, configuration, logger);
  const publisher = new EventPublisher(broker);
  const commands = new RunnerCommands(ptyHost, repoRoots).listen(broker, runnerId);
  const limits = obeyLimits({ broker, publisher, ptyHost, runnerId, logger });
  const heartbeat = new Heartbeat({ broker, ptyHost, runnerId, repoRoots, logger });
  await heartbeat.beat();
  // Ready means that the broker knows who answers: a command sent a moment later must not find nobody.
  await broker.connection.flush();
  return {
    name: 'runner',
    health: () => ({
      ok: broker.status.online && heartbeat.ptyHostAnswers,
      details: { broker: broker.status.online, ptyHost: heartbeat.ptyHostAnswers },
    }),
    stop: async () => {
      heartbeat.stop();
      commands.stop();
      if (!broker.status.online) publisher.close();
      ptyHost.close();
      await limits.stop();
      publisher.close();
      await broker.close();
    },
  };
}
