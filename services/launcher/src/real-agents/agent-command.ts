import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where an agent under test runs: a home of its own, a repo, and the stand-in in place of its vendor. */
export interface AgentPlace {
  readonly home: string;
  readonly repo: string;
  readonly apiUrl: string;
}

/** A key that no vendor would take. `claude` remembers which keys a person approved by their last 20 characters. */
const KEY = 'sk-ant-stand-in-00000000000000000000';

/**
 * A command that runs the real `claude` in a home of its own, past its first-start questions (theme, key, trust).
 * @returns the argument vector
 */
export function claudeCommand(binary: string, { home, repo, apiUrl }: AgentPlace, options: readonly string[] = []): string[] {
  mkdirSync(home, { recursive: true });
  const state = join(home, '.claude.json');
  // A second run of the same person finds what the first one left.
  if (!existsSync(state)) writeFileSync(
    state,
    JSON.stringify({
      hasCompletedOnboarding: true,
      theme: 'dark',
      customApiKeyResponses: { approved: [KEY.slice(-20)], rejected: [] },
      projects: { [repo]: { hasTrustDialogAccepted: true } },
    }),
  );
  return withEnvironment(home, [
    `ANTHROPIC_BASE_URL=${apiUrl}`,
    `ANTHROPIC_API_KEY=${KEY}`,
    'CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1',
    'DISABLE_AUTOUPDATER=1',
    binary,
    ...options,
  ]);
}

/** Options with which `claude` runs its shell and its subagents without a question. */
export const UNASKED = ['--permission-mode', 'default', '--allowedTools', 'Agent,Bash'];

/** Options that give `claude` the status line of `status-line.mjs`. */
export function withStatusLine(): string[] {
  const script = fileURLToPath(new URL('status-line.mjs', import.meta.url));
  const command = `${process.execPath} ${script}`;
  return ['--settings', JSON.stringify({ statusLine: { type: 'command', command, refreshInterval: 2 } })];
}

/**
 * A command that runs the real `codex` in a home of its own. The `tui` settings are what Codex itself would note down at
 * a first start.
 * @returns the argument vector
 */
export function codexCommand(binary: string, { home, repo, apiUrl }: AgentPlace, options: readonly string[] = []): string[] {
  mkdirSync(join(home, '.codex'), { recursive: true });
  writeFileSync(
    join(home, '.codex', 'config.toml'),
    [
      'model = "gpt-5.2-codex"',
      'model_provider = "stand-in"',
      'approval_policy = "never"',
      'sandbox_mode = "danger-full-access"',
      'check_for_update_on_startup = false',
      '[model_providers.stand-in]',
      'name = "stand-in"',
      `base_url = ${JSON.stringify(`${apiUrl}/v1`)}`,
      'wire_api = "responses"',
      'env_key = "STAND_IN_KEY"',
      `[projects.${JSON.stringify(repo)}]`,
      'trust_level = "trusted"',
      '[tui]',
      'screen_reader_detection_done = true',
      '[tui.model_availability_nux]',
      '"gpt-6.1-sol" = 4',
      '',
    ].join('\n'),
  );
  return withEnvironment(home, [`STAND_IN_KEY=${KEY}`, binary, ...options]);
}

/** By `env`, as a person would: a session has no environment of its own to set. */
function withEnvironment(home: string, rest: readonly string[]): string[] {
  return ['env', `HOME=${home}`, ...rest];
}
