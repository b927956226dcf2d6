import type { Agent } from '@agents-fleet/contracts';
import type { LaunchPlan } from '../control/launch-plan.js';
import type { Fact, ReportReply } from '../control/protocol.js';

/** The program of a command and where its name ends in the text: options of ours go there, before the person's. */
export interface CommandProgram {
  /** Base name, such as `claude`. */
  name: string;
  /** Index in the command's text just behind the program's word. */
  end: number;
  /** The words after the program, with their quotes taken off. */
  parameters: readonly string[];
  /** Variables that the command itself sets before the program (`env HOME=/x claude`, `A=1 claude`). */
  assignments: Readonly<Record<string, string>>;
}

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

/** Where an adapter sends what it learns. */
export interface SessionReporter {
  /** Records facts, in order. @throws ReportLostError when the pty-host is away: report the same again later */
  report(facts: readonly Fact[]): Promise<ReportReply>;
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
  prepare(request: LaunchRequest): Promise<PreparedLaunch>;
  /** Follows a session that an earlier runner started, by what its follower saved. @throws ZodError for a foreign file */
  adopt(sessionId: string, saved: unknown, reporter: SessionReporter): Promise<AgentFollower>;
}
