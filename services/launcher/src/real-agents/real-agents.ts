import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { type AgentPlace, claudeCommand, codexCommand } from './agent-command.js';

const binariesSchema = z.object({ claude: z.string(), codex: z.string() });
export type AgentBinaries = z.infer<typeof binariesSchema>;

/** Installs the agents, unless they are installed. */
export async function agentBinaries(): Promise<AgentBinaries> {
  const installer = fileURLToPath(new URL('install-agents.mjs', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [installer]);
  return binariesSchema.parse(JSON.parse(stdout));
}

/** One real agent, and how a person sees that it waits for a prompt. */
export interface RealAgent {
  readonly name: 'claude' | 'codex';
  readonly prompt: RegExp;
  command(binaries: AgentBinaries, place: AgentPlace, options?: readonly string[]): string[];
}

export const REAL_CLAUDE: RealAgent = {
  name: 'claude',
  prompt: /^❯/m,
  command: ({ claude }, place, options) => claudeCommand(claude, place, options),
};

export const REAL_CODEX: RealAgent = {
  name: 'codex',
  prompt: /^› Ask Codex/m,
  command: ({ codex }, place, options) => codexCommand(codex, place, options),
};
