import { type ChangedFile, type SessionSnapshot, type SnapshotPhase } from '@agents-fleet/contracts';
import { visibleText } from './visible-text.js';

const PHASES: Readonly<Record<SnapshotPhase, string>> = {
  start: 'Start of the session',
  end: 'End of the session',
  asked: 'Taken by hand',
  before_restore: 'Before files were put back',
};

/** When a snapshot was taken, in words. */
export function phaseWords(phase: SnapshotPhase): string {
  return PHASES[phase];
}

/** The snapshot to show at first: the newest that has something to compare, which is not the start itself. */
export function newestSnapshot(snapshots: readonly SessionSnapshot[]): SessionSnapshot | null {
  return snapshots.findLast(({ phase }) => phase === 'end') ?? snapshots.findLast(({ phase }) => phase !== 'start') ?? null;
}

/** Why there are no changes to show for a snapshot. */
export interface NothingToShow {
  readonly title: string;
  readonly text: string;
}

const STATES: Readonly<Record<Exclude<SessionSnapshot['state'], 'ok'>, NothingToShow>> = {
  no_commit: { title: 'No commit yet', text: 'The repo has no commit that changes could be compared with.' },
  not_a_repository: { title: 'Not a git repo', text: 'The session ran in a directory that git does not watch over, so there is no record of changes.' },
  bare: { title: 'A bare repo', text: 'It has no work tree, so no files could change in it.' },
  missing: { title: 'The directory is gone', text: 'It was not there any more when the snapshot was taken.' },
  unreadable: { title: 'The repo could not be read', text: 'Git could not make sense of it when the snapshot was taken.' },
};

/** What to say instead of changes; `null` when a snapshot has changes to show. */
export function stateWords({ state, detail }: Pick<SessionSnapshot, 'state' | 'detail'>): NothingToShow | null {
  if (state === 'ok') return null;
  const { title, text } = STATES[state];
  return { title, text: detail === null ? text : `${text} Git-snapshot says: ${visibleText(detail)}` };
}

const STATUSES: Readonly<Record<ChangedFile['status'], { readonly letter: string; readonly words: string }>> = {
  added: { letter: 'A', words: 'Added' },
  modified: { letter: 'M', words: 'Modified' },
  deleted: { letter: 'D', words: 'Deleted' },
  renamed: { letter: 'R', words: 'Renamed' },
  copied: { letter: 'C', words: 'Copied' },
  type_changed: { letter: 'T', words: 'Type changed' },
};

/** The letter that git uses, and the word for it. */
export function statusWords(status: ChangedFile['status']): { readonly letter: string; readonly words: string } {
  return STATUSES[status];
}

const KINDS: Readonly<Record<string, string>> = { '100644': 'a file', '100755': 'an executable file', '120000': 'a symbolic link', '160000': 'a submodule' };

/** What changed about a file besides its lines: name and mode. */
export function fileNotes({ status, oldPath, oldMode, newMode }: ChangedFile): string[] {
  const notes: string[] = [];
  if (oldPath !== null) notes.push(`${status === 'copied' ? 'Copied' : 'Renamed'} from ${visibleText(oldPath)}`);
  if (oldMode !== null && newMode !== null && oldMode !== newMode) {
    notes.push(`Mode ${oldMode} → ${newMode}: was ${KINDS[oldMode] ?? 'something else'}, is ${KINDS[newMode] ?? 'something else'}`);
  } else if (oldMode === null && newMode !== null && newMode !== '100644' && KINDS[newMode] !== undefined) notes.push(`Is ${KINDS[newMode]}`);
  return notes;
}

const NOT_INLINED: Readonly<Record<NonNullable<ChangedFile['notInlined']>, NothingToShow>> = {
  binary: { title: 'A binary file', text: 'Its bytes are no text, so there are no lines to compare.' },
  too_large: { title: 'Too large to show', text: 'The change is larger than what a snapshot keeps line by line.' },
  minified: { title: 'A minified file', text: 'Its lines are made for machines and too long to read.' },
  submodule: { title: 'A submodule', text: 'It points to another commit of another repo. Look at the change there.' },
  left_out: { title: 'Left out of the snapshot', text: 'The snapshot had reached a limit before it came to this file.' },
};

/** Why a file's change is not shown line by line. */
export function notInlinedWords(why: NonNullable<ChangedFile['notInlined']>): NothingToShow {
  return NOT_INLINED[why];
}

/** `3 files`, `1 file`, `10,000 files`. */
export function countWords(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** A size in the unit that fits: `812 B`, `4.2 kB`, `1.3 MB`. */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [value, unit] = bytes < 999_950 ? [bytes / 1e3, 'kB'] : bytes < 999_950_000 ? [bytes / 1e6, 'MB'] : [bytes / 1e9, 'GB'];
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}
