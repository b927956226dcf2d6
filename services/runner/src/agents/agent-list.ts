import type { AgentAdapter } from './agent-adapter.js';
import { claudeAdapter } from './claude/claude.js';
import { codexAdapter } from './codex/codex.js';
import { geminiAdapter } from './gemini/gemini.js';
import { readProgram, type CommandProgram } from './command-program.js';
import { shellAdapter } from './shell.js';

/** Every agent that the product knows. */
const ADAPTERS: readonly AgentAdapter[] = [claudeAdapter, codexAdapter, geminiAdapter];

const PROGRAMS = new Set(ADAPTERS.flatMap(({ programs }) => programs));

/** The adapter for a command, and the program that it was chosen by; `null` for one that is not understood. */
export interface ChosenAdapter {
  adapter: AgentAdapter;
  program: CommandProgram | null;
}

/** @param command `null` is the person's login shell */
export function adapterFor(command: string | null): ChosenAdapter {
  const program = command === null ? null : readProgram(command, PROGRAMS);
  return { adapter: ADAPTERS.find(({ programs }) => program !== null && programs.includes(program.name)) ?? shellAdapter, program };
}

/** The adapter that an earlier runner chose, by its agent's name. */
export function adapterOf(agent: string): AgentAdapter | null {
  return ADAPTERS.find((adapter) => adapter.agent === agent) ?? null;
}
