import type { Agent } from '@agents-fleet/contracts';
import type { Logger } from '@agents-fleet/platform';
import type { LaunchPlan } from '../control/launch-plan.js';
import type { Fact, ReportReply } from '../control/protocol.js';
import type { AgentReceiver } from './agent-receiver.js';
import type { CommandProgram } from './command-program.js';

/** What an adapter gets to start a session. */
export interface LaunchRequest {
  sessionId: string;
  /** The person's text. */
  command: string;
  program: CommandProgram;
  /** Real path, inside the allowed roots. */
  repoPath: string;
  /** The environment that the program will see: the session's, with the command's own assignments on top. */
  environment: Readonly<Record<string, string>>;
}

/** What the runner has for every adapter. */
export interface AgentTools {
  /** Where agents post what they do: telemetry, hooks. */
  receiver: AgentReceiver;
  /** A directory for one session's files, for this user only; it is removed when the session is over. */
  privateDirectory(sessionId: string): string;
  logger: Logger;
}

/** Thrown when a report did not arrive: the pty-host is away, or the session is over there. */
export class ReportLostError extends Error {
  override readonly name = 'ReportLostError';
}

/** Where an adapter sends what it learns. */
export interface SessionReporter {
  /**
   * Records facts, in the order of the calls. `rates` of usage may be `null`: they are looked up on the way.
   * @throws ReportLostError
   */
  report(facts: readonly Fact[]): Promise<ReportReply>;
  /** The follower's `saved` has changed: keeps it. */
  save(): void;
}

/** Follows one running session for its adapter: collects usage, knows what the agent does, answers its hooks. */
export interface AgentFollower {
  /** What is needed to follow the session again after a restart of the runner; kept in a private file. */
  readonly saved: unknown;
  /** The process has exited: reports the rest. Resolves when nothing more will come. */
  settle(): Promise<void>;
  /** Stops following; the session is over or the runner ends. Private files stay for a session that goes on. */
  close(options: { sessionEnded: boolean }): Promise<void>;
}

export interface PreparedLaunch {
  plan: LaunchPlan;
  /** Begins to follow, once the program runs. */
  follow(reporter: SessionReporter): AgentFollower;
  /** The session could not be started: removes what was prepared. */
  discard(): Promise<void>;
}

/**
 * Everything that the product knows of one kind of agent. A new agent is one file that exports one of these, and one
 * line in `agent-list.ts`.
 */
export interface AgentAdapter {
  readonly agent: Agent;
  /** Base names of the programs that this adapter is for. */
  readonly programs: readonly string[];
  prepare(request: LaunchRequest, tools: AgentTools): Promise<PreparedLaunch>;
  /** Follows a session that an earlier runner started, by what its follower saved. @throws ZodError for a foreign file */
  adopt(sessionId: string, saved: unknown, reporter: SessionReporter, tools: AgentTools): Promise<AgentFollower>;
}
