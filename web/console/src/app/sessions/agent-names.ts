import { type Agent } from '@agents-fleet/contracts';

const NAMES: Readonly<Record<Agent, string>> = { shell: 'Shell', claude: 'Claude Code', codex: 'Codex', gemini: 'Gemini CLI' };

/** What people call an agent. */
export function agentName(agent: Agent): string {
  return NAMES[agent];
}
