import { type Artifact } from '@agents-fleet/contracts';
import { type IconName } from '../ui/icon-shapes.js';

/** One line of the list of artifacts, with what can be done with it. */
export interface ArtifactRow {
  readonly id: string;
  readonly icon: IconName;
  readonly kind: string;
  readonly title: string;
  readonly at: string;
  /** Bytes. */
  readonly size: number;
  /** A command to copy, and to resume with. */
  readonly command: string | null;
  /** A snapshot that can be looked at in the Changes tab. */
  readonly snapshotId: string | null;
}

/** Kinds that this console has words for; another one is shown by its name. */
const KINDS: Readonly<Record<string, { readonly icon: IconName; readonly words: string }>> = {
  git_state: { icon: 'branch', words: 'Git snapshot' },
  resume_command: { icon: 'resume', words: 'Resume command' },
  tool_output: { icon: 'shell', words: 'Tool output' },
};

/** What was kept for a session, newest first. */
export function artifactRows(artifacts: readonly Artifact[]): ArtifactRow[] {
  return artifacts
    .map((artifact): ArtifactRow => {
      const { id, kind, title, at, size, data } = artifact;
      const { icon, words } = KINDS[kind] ?? { icon: 'file' as const, words: kind.replaceAll('_', ' ') };
      return { id, icon, kind: words, title, at, size, command: kind === 'resume_command' ? text(data['command']) : null, snapshotId: kind === 'git_state' ? changesOf(data) : null };
    })
    .sort((a, b) => b.at.localeCompare(a.at));
}

/** The start has nothing to compare, and a repo that could not be read neither. */
function changesOf(data: Artifact['data']): string | null {
  return data['state'] === 'ok' && data['phase'] !== 'start' ? text(data['snapshotId']) : null;
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
