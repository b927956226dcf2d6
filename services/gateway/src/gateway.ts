import { type Logger, type RunningService } from '@agents-fleet/platform';
import { type Express } from 'express';
import { accessTokenFile, openDoor } from './access/open-door.js';
import { changeParts } from './changes/change-parts.js';
import { type GatewayConfiguration } from './configuration.js';
import { ConsoleFiles } from './console/console-files.js';
import { FleetCommands } from './fleet/fleet-commands.js';
import { connectFleet, databaseFile, snapshotDirectory } from './fleet/fleet-connection.js';
import { settingsOf } from './fleet/settings.js';
import { GatewayHealth } from './health/gateway-health.js';
import { ReadModelProbe } from './health/read-model-probe.js';
import { serveHttp } from './http/http-application.js';
import { listen } from './http/listen.js';
import { openApiOf } from './http/openapi.js';
import { ALL_ROUTES } from './routes/index.js';
import { SessionBudget } from './sessions/session-budget.js';
import { SessionInput } from './sessions/session-input.js';
import { SessionLookup } from './sessions/session-lookup.js';
import { SessionResumer } from './sessions/session-resumer.js';
import { SessionStarter } from './sessions/session-starter.js';
import { SessionStopper } from './sessions/session-stopper.js';
import { startLiveUpdates } from './socket/live-updates.js';
import { CastDownload } from './terminal/cast-download.js';
import { FramesDownload } from './terminal/frames-download.js';
import { TerminalDownload } from './terminal/terminal-download.js';
import { TerminalRecord } from './terminal/terminal-record.js';
import { TextDownload } from './terminal/text-download.js';
import { type OpenTextMaker } from './terminal/text-maker.js';
import { textInThread } from './terminal/text-thread.js';
import { VERSION } from './version.js';

/** A started gateway. */
export interface Gateway extends RunningService {
  /** The port that it listens on: the system's choice when 0 was configured. */
  readonly port: number;
  /** Express's router, for specs that go through all routes. */
  readonly express: Express;
}

/** How long connections that are in use may go on at a stop, in milliseconds. */
const STOP_GRACE_MS = 1_000;

/**
 * Starts the gateway: the only door for people. It needs the broker; it waits for read models and runners.
 * @param openTextMaker who makes the text of a terminal; specs have the thread's program elsewhere
 * @throws ConfigurationError for a port in use or an unusable token file; BrokerError when the broker is away
 */
export async function startGateway(
  configuration: GatewayConfiguration,
  logger: Logger,
  openTextMaker: OpenTextMaker = textInThread(),
): Promise<Gateway> {
  const { server, port } = await listen(configuration.FLEET_HTTP_HOST, configuration.FLEET_HTTP_PORT);
  try {
    const door = await openDoor(configuration, port);
    const consoleFiles = await ConsoleFiles.list(configuration.FLEET_CONSOLE_DIR);
    const fleet = await connectFleet(configuration, logger);
    const { broker, models, runners, changes } = fleet;
    const probe = await ReadModelProbe.start(models, logger);
    const commands = new FleetCommands(broker);
    const sessions = new SessionLookup(models);
    const record = new TerminalRecord(models);
    const live = await startLiveUpdates(door, fleet, commands, sessions, record, logger);
    const health = new GatewayHealth(() => ({
      brokerOnline: broker.status.online,
      readModelsOpen: probe.open,
      runnersOnline: runners.online().length,
      sockets: live.sockets.connections,
      viewers: live.sockets.viewers,
      feeds: live.feeds.count,
    }));
    const paths = { database: databaseFile(configuration), token: accessTokenFile(configuration), snapshots: snapshotDirectory(configuration) };
    const starter = new SessionStarter(runners, commands, changes, sessions);
    const terminal = {
      terminal: new TerminalDownload(record, sessions, changes),
      cast: new CastDownload(record, models),
      text: new TextDownload(record, openTextMaker),
    };
    const parts = [
      ...[door.gatekeeper, door.signIns, door.codes, door.attempts],
      ...[models, runners, commands, sessions, health],
      ...[settingsOf(VERSION, configuration, paths), openApiOf(ALL_ROUTES, VERSION)],
      starter,
      new SessionResumer(runners, starter, sessions),
      new SessionStopper(commands, sessions),
      new SessionBudget(commands, sessions),
      new SessionInput(commands, sessions),
      ...Object.values(terminal),
      ...changeParts(fleet, sessions, terminal, paths.snapshots),
      new FramesDownload(record, sessions),
    ];
    const http = await serveHttp(server, door.gatekeeper, consoleFiles, parts, logger);
    server.on('upgrade', (request, socket, head) => { live.sockets.upgrade(request, socket, head); });
    logger.info({ port, consoleFiles: consoleFiles.count }, 'gateway listens');

    const stop = async () => {
      probe.stop();
      const closed = new Promise<void>((resolve) => server.close(() => { resolve(); }));
      await live.stop();
      server.closeIdleConnections();
      const cut = setTimeout(() => {
        live.sockets.terminate();
        server.closeAllConnections();
      }, STOP_GRACE_MS);
      await closed;
      clearTimeout(cut);
      await http.close();
      await fleet.close();
    };
    let stopped: Promise<void> | null = null;
    return { name: 'gateway', port, express: http.express, health: () => health.report(), stop: () => (stopped ??= stop()) };
  } catch (error) {
    server.close();
    throw error;
  }
}
