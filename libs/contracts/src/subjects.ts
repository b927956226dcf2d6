import type { EventGroup } from './event.js';

/** The three streams (design, section 4). */
export const STREAMS = { log: 'FLEET_LOG', pty: 'FLEET_PTY', dead: 'FLEET_DEAD' } as const;

/** NATS subjects. Session and runner ids have no dots, so each is one token. */
export const subjects = {
  event: (sessionId: string, group: EventGroup) => `fleet.session.${sessionId}.event.${group}`,
  pty: (sessionId: string) => `fleet.session.${sessionId}.pty`,
  stdin: (sessionId: string) => `fleet.session.${sessionId}.stdin`,
  dead: (consumer: string) => `fleet.dead.${consumer}`,
  runnerCommand: (runnerId: string, command: RunnerCommandName) => `fleet.runner.${runnerId}.cmd.${command}`,
  runnerHeartbeat: (runnerId: string) => `fleet.runner.${runnerId}.heartbeat`,
  budgetCommand: (command: 'set') => `fleet.budget.cmd.${command}`,
  pricingCommand: (command: 'rates' | 'table') => `fleet.pricing.cmd.${command}`,
  gitCommand: (command: 'capture' | 'content' | 'restore') => `fleet.git.cmd.${command}`,
  /** Core NATS, not stored: the projector says which sessions' rows it has just committed. */
  projectionChanged: 'fleet.projection.changed',
  allEvents: 'fleet.session.*.event.>',
  allEventsOf: (group: EventGroup) => `fleet.session.*.event.${group}`,
  allPty: 'fleet.session.*.pty',
  allStdin: 'fleet.session.*.stdin',
  allDead: 'fleet.dead.*',
  allHeartbeats: 'fleet.runner.*.heartbeat',
} as const;

/** Commands that a runner answers. `input`, `resize` and `line` are answered by its pty-host, the others by the runner. */
export type RunnerCommandName = 'start' | 'input' | 'resize' | 'line' | 'stop' | 'exec' | 'directories' | 'restore_file';

/** The session id in a `fleet.session.<id>.…` subject, or `null` when it is none. */
export function sessionIdOfSubject(subject: string): string | null {
  const [fleet, session, id] = subject.split('.');
  return fleet === 'fleet' && session === 'session' && id !== undefined && id !== '' ? id : null;
}

/** Headers of messages in `FLEET_PTY` (the body is raw bytes) and of the `input` command. */
export const ptyHeaders = {
  /** ULID of the session: only on the `input` command, where the subject does not tell. */
  session: 'Fleet-Session',
  /** Number of the chunk in its session, from 1 without a hole; output and resizes share one numbering. */
  n: 'Fleet-N',
  /** Output bytes of the session before this chunk. */
  offset: 'Fleet-Offset',
  /** Milliseconds since the epoch when the bytes were read. */
  at: 'Fleet-At',
  epoch: 'Fleet-Epoch',
  /** `output` (body: bytes as they came) or `resize` (body: `<cols>x<rows>` in ASCII). */
  kind: 'Fleet-Kind',
  /** On stdin records: `1` when the terminal did not echo; the body is then empty and `length` tells how much. */
  redacted: 'Fleet-Redacted',
  length: 'Fleet-Length',
  runner: 'Fleet-Runner',
} as const;
