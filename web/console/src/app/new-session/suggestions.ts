import { type Repos } from '@agents-fleet/contracts';

/** A path that the repo field offers. */
export interface RepoSuggestion {
  readonly path: string;
  readonly kind: 'recent' | 'repository' | 'directory';
}

/** What to offer for what is typed: recent repos that match first, then directories. Nothing twice. */
export function repoSuggestions(repos: Repos, typed: string): RepoSuggestion[] {
  const words = typed.toLowerCase();
  const recent = repos.recent.filter(({ path }) => path.toLowerCase().includes(words)).map(({ path }) => ({ path, kind: 'recent' as const }));
  const known = new Set(recent.map(({ path }) => path));
  const rest = repos.directories
    .filter(({ path }) => !known.has(path))
    .map(({ path, isRepository }) => ({ path, kind: isRepository ? ('repository' as const) : ('directory' as const) }));
  return [...recent, ...rest];
}

/** A command that the form offers. */
export interface CommandSuggestion {
  readonly command: string;
  readonly about: string;
}

const COMMANDS: readonly CommandSuggestion[] = [
  { command: 'claude', about: 'Claude Code, interactive' },
  { command: 'codex', about: 'Codex, interactive' },
  { command: 'gemini', about: 'Gemini CLI, interactive' },
  { command: 'bash', about: 'a shell' },
];

/** Commands that begin with what is typed; all of them for nothing. */
export function commandSuggestions(typed: string): readonly CommandSuggestion[] {
  return COMMANDS.filter(({ command }) => command.startsWith(typed) && command !== typed);
}
