import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ulid } from 'ulid';
import type { CommandReply } from '@agents-fleet/contracts';
import { connectService } from '@agents-fleet/event-log';
import type { Logger, RunningService } from '@agents-fleet/platform';
import { controlSocketPath, lineSocketPath, type PtyHostConfiguration } from '../configuration.js';
import { ControlServer } from '../control/control-server.js';
import type { ControlRequest, PtyHostStatus } from '../control/protocol.js';
import { answerInputCommands } from './input-commands.js';
import { openLines } from './line/open-lines.js';
import { TerminalListeners } from './line/terminal-listeners.js';
import { Outbox } from './outbox/outbox.js';
import { Spool } from './outbox/spool.js';
import { systemProcessTable } from './processes/process-table.js';
import { TerminalModes } from './pty/terminal-modes.js';
import { endRecords, sweepOrphans } from './recovery.js';
import { SessionHost } from './session-host.js';
import { idleTimeoutMs } from './session/idle-watch.js';
import { SessionFiles } from './session/session-file.js';

/** How long a shutdown waits for the broker, in milliseconds, before it leaves the rest on the disk. */
const STORE_WITHIN_MS = 3_000;

const STARTING: CommandReply<never> = { ok: false, error: { code: 'unavailable', message: 'the pty-host is starting', field: null } };

/**
 * Starts the owner of the terminals.
 * @throws AlreadyRunningError when the data directory has one; ConfigurationError, BrokerError
 */
export async function startPtyHost(configuration: PtyHostConfiguration, logger: Logger): Promise<RunningService> {
  const { FLEET_DATA_DIR: dataDirectory, FLEET_RUNNER_ID: runnerId } = configuration;
  const epoch = ulid();
  const startedAt = new Date().toISOString();
  let ready: { host: SessionHost; status: () => PtyHostStatus } | null = null;

  // The socket comes first: it is also the lock, and only its holder may sweep what looks like an orphan.
  const control = await ControlServer.listen(controlSocketPath(dataDirectory), logger, (request) =>
    ready === null ? STARTING : answer(request, ready.host, ready.status()),
  );
  const gates = join(dataDirectory, 'pty-host', 'gates');
  // Those of an earlier life hold nobody: its sessions are swept.
  rmSync(gates, { recursive: true, force: true });
  const files = new SessionFiles(join(dataDirectory, 'pty-host', 'sessions'));
  const processes = systemProcessTable();
  try {
    const orphans = await sweepOrphans(files, processes, logger);
    const broker = await connectService('pty-host', configuration, logger);
    const spool = new Spool(join(dataDirectory, 'spool'), configuration.FLEET_SPOOL_MAX_BYTES);
    const outbox = new Outbox(broker, spool, logger, () => ready?.host.applyPressure(), configuration.FLEET_SESSION_BUFFER_BYTES);
    await endRecords(orphans, { epoch, broker, outbox, files });
    const modes = new TerminalModes();
    const listeners = new TerminalListeners();
    const sessions = new SessionHost({
      runnerId,
      epoch,
      repoRoots: configuration.FLEET_REPO_ROOTS,
      childVariables: configuration.FLEET_CHILD_ENV,
      maxSessions: configuration.FLEET_MAX_SESSIONS,
      countCacheReads: configuration.FLEET_COUNT_CACHE_READS,
      idleTimeoutMs: idleTimeoutMs(configuration.FLEET_IDLE_TIMEOUT_MINUTES),
      broker,
      outbox,
      listeners,
      files,
      gates,
      modes,
      processes,
      logger,
      tell: (notice) => {
        control.tell(notice);
      },
    });
    ready = {
      host: sessions,
      status: () => ({ runnerId, epoch, startedAt, sessionIds: sessions.sessionIds, exitedIds: sessions.exitedIds, spoolBytes: outbox.spoolBytes }),
    };
    const commands = answerInputCommands(broker, runnerId, sessions);
    const lines = await openLines(lineSocketPath(dataDirectory), { host: sessions, listeners, outbox }, broker, runnerId, logger);
    // As in the runner: ready means that the broker knows who answers.
    await broker.connection.flush();
    return {
      name: 'pty-host',
      health: () => ({
        ok: broker.status.online,
        details: {
          broker: broker.status.online,
          sessions: sessions.sessionIds.length,
          spoolBytes: outbox.spoolBytes,
          outbox: outbox.mode,
          outputPauses: sessions.outputPauses,
        },
      }),
      stop: async () => {
        await sessions.shutDown();
        commands.stop();
        lines.stop();
        control.close();
        modes.close();
        for (const giveUp = performance.now() + STORE_WITHIN_MS; !outbox.empty && performance.now() < giveUp; ) await sleep(20);
        outbox.close();
        await broker.close();
      },
    };
  } catch (error) {
    control.close();
    throw error;
  }
}

function answer(request: ControlRequest, host: SessionHost, status: PtyHostStatus): Promise<CommandReply<unknown>> | CommandReply<unknown> {
  switch (request.method) {
    case 'status':
      host.attend(request.parameters.following);
      return { ok: true, data: status };
    case 'environment':
      return { ok: true, data: host.environmentOf(request.parameters.sessionId) };
    case 'start':
      return host.start(request.parameters);
    case 'begin':
      return host.begin(request.parameters.sessionId);
    case 'stop':
      return host.stop(request.parameters);
    case 'report':
      return host.report(request.parameters);
    case 'renew':
      return host.renew(request.parameters);
  }
}
