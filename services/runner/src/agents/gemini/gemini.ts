import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { plainLaunch, type LaunchStopStep } from '../../control/launch-plan.js';
import type { AgentAdapter } from '../agent-adapter.js';
import { readSettingsText } from '../settings-file.js';
import { NOTHING_TO_FOLLOW } from '../shell.js';
import { readGeminiCommand } from './gemini-command.js';
import { GeminiFollower, savedGeminiSchema } from './gemini-follower.js';

const TOKEN_BYTES = 24;
const CTRL_C = '\x03';

/** The first Ctrl+C cancels a request, and two at rest quit: gone within 500 ms of the last one (0.61.0). */
const GEMINI_STOP: readonly LaunchStopStep[] = [
  { atMs: 0, keys: CTRL_C },
  { atMs: 300, keys: CTRL_C },
  { atMs: 600, keys: CTRL_C },
  { atMs: 900, keys: CTRL_C },
  { atMs: 2_200, signal: 'SIGTERM' },
  { atMs: 3_200, signal: 'SIGKILL' },
];
const SETTLE_MS = 2_000;

/** Gemini CLI, tried with 0.61.0. */
export const geminiAdapter: AgentAdapter = {
  agent: 'gemini',
  programs: ['gemini'],

  prepare({ sessionId, command, program, environment }, { receiver, logger }) {
    const { asksModel, keptOptions } = readGeminiCommand(program.words);
    const own = asksModel && hasOwnTelemetry(environment);
    if (own) logger.warn({ sessionId }, 'Gemini CLI sends its telemetry to where the person wants it: the session is metered by its characters');
    if (!asksModel || own) {
      return Promise.resolve({ plan: plainLaunch(command), follow: () => NOTHING_TO_FOLLOW, discard: () => Promise.resolve() });
    }
    const saved = { token: randomBytes(TOKEN_BYTES).toString('base64url'), resumePrefix: [program.prefix, ...keptOptions].join(' ') };
    return Promise.resolve({
      plan: {
        command,
        environment: telemetryTo(receiver.urlOf(saved.token)),
        stopSteps: [...GEMINI_STOP],
        metering: 'reports' as const,
        settleMs: SETTLE_MS,
      },
      follow: (reporter) => new GeminiFollower({ sessionId, saved, reporter, receiver, logger }),
      discard: () => Promise.resolve(),
    });
  },

  adopt(sessionId, saved, reporter, { receiver, logger }) {
    return Promise.resolve(new GeminiFollower({ sessionId, saved: savedGeminiSchema.parse(saved), reporter, receiver, logger }));
  },
};

function telemetryTo(url: string): Record<string, string> {
  return {
    GEMINI_TELEMETRY_ENABLED: 'true',
    GEMINI_TELEMETRY_TARGET: 'local',
    GEMINI_TELEMETRY_OTLP_ENDPOINT: url,
    GEMINI_TELEMETRY_OTLP_PROTOCOL: 'http',
    GEMINI_TELEMETRY_LOG_PROMPTS: 'false',
  };
}

/** Whether the person sends telemetry somewhere themselves, by their environment or their settings. */
function hasOwnTelemetry(environment: Readonly<Record<string, string>>): boolean {
  if (Object.keys(environment).some((name) => /^GEMINI_TELEMETRY_(OTLP_ENDPOINT|OUTFILE|TARGET)$/.test(name))) return true;
  const settings = readSettingsText(join(environment['HOME'] ?? '/', '.gemini', 'settings.json'));
  // No settings, no telemetry of theirs.
  return settings !== null && /"telemetry"\s*:\s*\{[^}]{0,2000}"enabled"\s*:\s*true/.test(settings);
}
