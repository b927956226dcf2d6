import { lineReplySchema, type ServerMessage, type Session } from '@agents-fleet/contracts';
import { type Logger } from '@agents-fleet/platform';
import { systemClock } from '@agents-fleet/terminal';
import { LineClient } from '@agents-fleet/terminal-line';
import { type Door } from '../access/open-door.js';
import { type FleetCommands } from '../fleet/fleet-commands.js';
import { type FleetConnection } from '../fleet/fleet-connection.js';
import { FleetStatus } from '../fleet/fleet-status.js';
import { RunnerLines } from '../line/runner-lines.js';
import { type SessionLookup } from '../sessions/session-lookup.js';
import { Feeds } from '../terminal/feeds.js';
import { LiveTerminal } from '../terminal/live-terminal.js';
import { type TerminalRecord } from '../terminal/terminal-record.js';
import { VERSION } from '../version.js';
import { InputLane } from './input-lane.js';
import { SessionDeltas } from './session-deltas.js';
import { SocketServer } from './socket-server.js';

export interface LiveUpdates {
  readonly sockets: SocketServer;
  readonly feeds: Feeds;
  stop(): Promise<void>;
}

/** Everything behind the WebSocket: terminals, and deltas of sessions and runners. */
export async function startLiveUpdates(
  { gatekeeper }: Door,
  fleet: FleetConnection,
  commands: FleetCommands,
  sessions: SessionLookup,
  record: TerminalRecord,
  logger: Logger,
): Promise<LiveUpdates> {
  const maker = { ask: (runnerId: string) => commands.toRunner(runnerId, 'line', {}, lineReplySchema), connect: (path: string, key: string, closed: () => void) => LineClient.connect(path, key, closed) };
  const lines = new RunnerLines(maker, systemClock, logger);
  const feeds = new Feeds(record, { live: new LiveTerminal(fleet.broker), lines }, commands, logger);
  const greet = (): ServerMessage[] => [
    { type: 'hello', version: VERSION, at: new Date().toISOString() },
    ...status.greeting(),
  ];
  const sockets = new SocketServer(gatekeeper, { sessions, feeds, states: record, input: new InputLane(commands, lines), logger }, greet);
  const broadcast = (key: string, message: ServerMessage) => { sockets.broadcast(key, message); };
  const status = new FleetStatus(fleet, broadcast, logger);
  const read = (changed: readonly Session[]) => {
    feeds.refresh(changed).catch((error: unknown) => {
      logger.warn({ error }, 'a live terminal could not be compared with its record');
    });
  };
  const hasAudience = () => sockets.connections > 0 || feeds.count > 0;
  const deltas = await SessionDeltas.start(fleet.models, { hasAudience, broadcast, read }, logger);
  const leave = fleet.changes.listen((sessionIds) => { deltas.changed(sessionIds); });
  return {
    sockets,
    feeds,
    stop: async () => {
      leave();
      status.stop();
      sockets.close();
      await deltas.stop();
      await feeds.close();
      lines.close();
    },
  };
}
