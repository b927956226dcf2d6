import { z } from 'zod';

/**
 * The last rung of a ladder may begin so late, in milliseconds: a stopped session is dead within 5 s, and half a second
 * before that its tree is looked at for the last time.
 */
export const LAST_STEP_MS = 4_000;
const atMs = z.number().int().min(0).max(LAST_STEP_MS);

/**
 * One rung of a stop ladder, in milliseconds since the stop began: a signal to the session's processes, or keys typed
 * into its terminal (Esc, `/exit`).
 */
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
  /** In the order of their times; SIGKILL is added when it is missing. `null` is the ladder of a plain program. */
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
