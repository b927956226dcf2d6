import { z } from 'zod';

/** Longest stop in milliseconds: the design promises that a stopped session is dead within 5 s. */
const MAX_STOP_MS = 4_500;
const atMs = z.number().int().min(0).max(MAX_STOP_MS);

/** One rung of a stop ladder: a signal to the session's processes, or keys typed into its terminal (Esc, `/exit`). */
export const stopStepSchema = z.union([
  z.object({ atMs, signal: z.enum(['SIGINT', 'SIGHUP', 'SIGTERM', 'SIGKILL']) }),
  z.object({ atMs, keys: z.string().min(1).max(200) }),
]);

/**
 * How a session is started and stopped, as its agent's adapter wants it: all that the pty-host knows of agents, so that
 * it keeps to it also while no runner is there.
 */
export const launchPlanSchema = z.object({
  /** What bash runs: the person's command with the adapter's options added; `null` is their login shell. */
  command: z.string().min(1).nullable(),
  /** Added to the session's environment. May hold a secret of this session: never log it. */
  environment: z.record(z.string(), z.string()),
  /** `null` is the ladder of a plain program. */
  stopSteps: z.array(stopStepSchema).min(1).nullable(),
  /**
   * `characters`: usage is estimated from what goes in and out. `reports`: the adapter reports it, and characters count
   * only when the adapter says that it sees nothing, or no runner is there to report.
   */
  metering: z.enum(['characters', 'reports']),
  /** How long, in milliseconds after the exit, the session's end waits for the adapter's last reports. */
  settleMs: z.number().int().min(0).max(10_000),
});
export type LaunchPlan = z.infer<typeof launchPlanSchema>;
export type LaunchStopStep = z.infer<typeof stopStepSchema>;

/** A program of which nothing is known. */
export function plainLaunch(command: string | null): LaunchPlan {
  return { command, environment: {}, stopSteps: null, metering: 'characters', settleMs: 0 };
}
