import { join } from 'node:path';
import { connectService, EventPublisher } from '@agents-fleet/event-log';
import type { Logger, RunningService } from '@agents-fleet/platform';
import { controlSocketPath, type RunnerConfiguration } from '../configuration.js';
import { AgentReceiver } from '../agents/agent-receiver.js';
import { ControlClient } from '../control/control-client.js';
import { FileRestores } from '../restore/file-restores.js';
import { AgentSessions } from './agent-sessions.js';
import { baselineWaitMs, releaseHeldCommands } from './baselines.js';
import { RunnerCommands } from './commands.js';
import { Heartbeat } from './heartbeat.js';
import { obeyLimits } from './limits.js';
import { ModelRatesCache } from './model-rates.js';
import { SavedSessions } from './saved-sessions.js';
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
  const directory = join(configuration.FLEET_DATA_DIR, 'runner');
  const saved = new SavedSessions(join(directory, 'sessions'));
  const receiver = await AgentReceiver.listen(directory, logger);
  const sessions = new AgentSessions({ ptyHost, receiver, rates: new ModelRatesCache(broker), saved, baselineWaitMs: waitOf(configuration), logger });
  const heartbeat = new Heartbeat({ broker, ptyHost, sessions, runnerId, repoRoots, logger });
  // Also adopts the sessions of an earlier runner, before commands can start others.
  await heartbeat.beat();
  const restores = new FileRestores(repoRoots, logger);
  const commands = new RunnerCommands(ptyHost, sessions, restores, repoRoots).listen(broker, runnerId);
  const baselines = releaseHeldCommands({ broker, ptyHost, runnerId, logger });
  const limits = obeyLimits({ broker, publisher, ptyHost, runnerId, logger });
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
      baselines.stop();
      await restores.close();
      await sessions.close();
      await receiver.close();
      if (!broker.status.online) publisher.close();
      ptyHost.close();
      await limits.stop();
      publisher.close();
      await broker.close();
    },
  };
}

/** No command waits for a snapshot that nothing will be compared with. */
function waitOf(configuration: RunnerConfiguration): (repoPath: string) => number {
  const { AGENTS_FLEET_CAPTURE_GIT_ON_END: isWanted, FLEET_BASELINE_WAIT_SECONDS: seconds } = configuration;
  return (repoPath) => (isWanted ? baselineWaitMs(repoPath, seconds) : 0);
}
