import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { plainLaunch } from '../../control/launch-plan.js';
import type { AgentAdapter, AgentTools } from '../agent-adapter.js';
import { readCodexCommand, type CodexCommandLine } from './command-line.js';
import { CodexFollower, savedCodexSchema } from './codex-follower.js';
import { codexLaunch } from './launch.js';
import { readPersonConfig } from './person-config.js';
import { codexHome } from './rollout-files.js';
import { readSettingsText } from '../settings-file.js';
import { NOTHING_TO_FOLLOW } from '../shell.js';

/** Bytes of a session's secret. */
const TOKEN_BYTES = 24;
/** Told of once: the same file is read at every start. */
const warned = new Set<string>();

/** Codex CLI, tried with 0.169.0. */
export const codexAdapter: AgentAdapter = {
  agent: 'codex',
  programs: ['codex'],

  prepare(request, tools) {
    const { sessionId, command, program, environment } = request;
    const line = readCodexCommand(program.words);
    if (!line.asksModel || line.isRemote) {
      return Promise.resolve({ plan: plainLaunch(command), follow: () => NOTHING_TO_FOLLOW, discard: () => Promise.resolve() });
    }
    const home = codexHome(environment);
    const sendsElsewhere = hasOwnTelemetry(line, home, tools);
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const saved = {
      token,
      codexHome: home,
      startedAt: Date.now(),
      resumePrefix: [program.prefix, ...line.keptOptions].join(' '),
      hasTelemetry: !sendsElsewhere,
      rollouts: {},
      reportedUntil: {},
    };
    return Promise.resolve({
      plan: codexLaunch({ command, program, line, environment, telemetry: sendsElsewhere ? null : { url: tools.receiver.url, token } }),
      follow: (reporter) => new CodexFollower({ sessionId, saved, reporter, ...tools }),
      discard: () => Promise.resolve(),
    });
  },

  adopt(sessionId, saved, reporter, tools) {
    return Promise.resolve(new CodexFollower({ sessionId, saved: savedCodexSchema.parse(saved), reporter, ...tools }));
  },
};

function hasOwnTelemetry(line: CodexCommandLine, home: string, { logger }: AgentTools): boolean {
  const path = join(home, 'config.toml');
  const config = readPersonConfig(readSettingsText(path) ?? '');
  const own = config.hasOwnTelemetry || line.configKeys.some((key) => key === 'otel' || key.startsWith('otel.exporter'));
  if (own) warnOnce(`telemetry ${path}`, 'Codex sends its telemetry to where the person wants it: small requests without a rollout (titles) are not seen');
  if (config.hasMisspelledField) {
    warnOnce(`field ${path}`, 'the status line in config.toml names total-input-token, which Codex ignores: its name is total-input-tokens');
  }
  return own;

  function warnOnce(key: string, message: string): void {
    if (warned.has(key)) return;
    warned.add(key);
    logger.warn({ path }, message);
  }
}
