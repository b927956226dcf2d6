import type { LaunchPlan, LaunchStopStep } from '../../control/launch-plan.js';
import { quoted } from '../shell-words.js';
import type { CommandProgram } from '../command-program.js';
import type { CodexCommandLine } from './command-line.js';

const CTRL_C = '\x03';
/** What xterm says to the question that Codex asks last (primary device attributes): nobody else answers during a stop. */
const TERMINAL_ANSWER = '\x1b[?1;2c';
/** Milliseconds from a Ctrl+C to the answers: a busy machine may ask after the first. */
const ANSWER_AFTER_MS = [300, 500];

/**
 * Codex 0.169 takes Ctrl+C as a person means it: the first one interrupts a turn, refuses what it asks, or empties the
 * prompt; one at rest quits. On its way out it asks its terminal something, waits up to 2 s for the answer, and prints
 * how to resume; a Ctrl+C in that time would kill it (decision 22).
 */
export const CODEX_STOP: readonly LaunchStopStep[] = [
  ...[0, 700, 1_400].flatMap((atMs) => [{ atMs, keys: CTRL_C }, ...ANSWER_AFTER_MS.map((after) => ({ atMs: atMs + after, keys: TERMINAL_ANSWER }))]),
  { atMs: 2_800, signal: 'SIGTERM' },
  { atMs: 3_600, signal: 'SIGKILL' },
];

/** How long the end of a session waits for the rest, in milliseconds: its telemetry is there before its process is gone. */
const SETTLE_MS = 3_000;

/** OpenTelemetry's variable for headers, which Codex's exporter honours. */
const HEADERS_VARIABLE = 'OTEL_EXPORTER_OTLP_HEADERS';

/** Where Codex sends its telemetry. */
export interface TelemetryTarget {
  /** Without the secret. */
  url: string;
  token: string;
}

export interface CodexLaunchRequest {
  command: string;
  program: CommandProgram;
  line: CodexCommandLine;
  /** `null` when the person sends it elsewhere. */
  telemetry: TelemetryTarget | null;
  environment: Readonly<Record<string, string>>;
}

/** The launch of a Codex that is followed. Pure. */
export function codexLaunch({ command, program, line, telemetry, environment }: CodexLaunchRequest): LaunchPlan {
  const sent = telemetry === null ? { options: [], environment: {} } : telemetryOptions(telemetry, environment);
  const added = [...(line.noDaemon ? [] : ['--no-daemon']), ...sent.options].map((option) => ` ${quoted(option)}`).join('');
  return {
    command: command.slice(0, program.end) + added + command.slice(program.end),
    environment: sent.environment,
    stopSteps: [...CODEX_STOP],
    metering: 'reports',
    settleMs: SETTLE_MS,
  };
}

/** The secret goes by the environment: everybody on the machine can read arguments. What Codex runs does not get it. */
function telemetryOptions({ url, token }: TelemetryTarget, environment: Readonly<Record<string, string>>) {
  // A prompt may hold a secret, and nobody needs it here.
  const withoutPrompts = ['-c', 'otel.log_user_prompt=false'];
  // Headers of the person's own are for what Codex runs: they stay, and the secret has to be an argument.
  if (environment[HEADERS_VARIABLE] !== undefined) return { options: [...exporter(`${url}/${token}`), ...withoutPrompts], environment: {} };
  return {
    options: [...exporter(url), ...withoutPrompts, '-c', `shell_environment_policy.set.${HEADERS_VARIABLE}=""`],
    environment: { [HEADERS_VARIABLE]: `authorization=Bearer%20${token}` },
  };
}

function exporter(url: string): string[] {
  return ['-c', `otel.exporter={otlp-http={endpoint=${JSON.stringify(`${url}/v1/logs`)},protocol="json"}}`];
}
