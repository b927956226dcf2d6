import { type Artifact, type Session } from '@agents-fleet/contracts';

/** What each file of a bundle is, in the order in which they are in it. */
const FILES: readonly (readonly [name: string, meaning: string])[] = [
  ['session.json', 'the session: command, times, budget, cost, tokens'],
  ['markers.json', 'the moments of its life'],
  ['usage.json', 'each usage record with its cost'],
  ['stdin.json', 'what was typed; what was typed without echo (passwords) has its length only'],
  ['artifacts.json', 'what was kept for it'],
  ['resume.txt', 'commands that take up its conversations'],
  ['terminal.txt', 'what a person saw in the terminal'],
  ['terminal.cast', 'the terminal as a recording, asciicast v3'],
  ['terminal.raw', 'every byte that the terminal printed'],
  ['snapshots/<id>/changes.json', 'commits and files that changed from the start until a snapshot'],
  ['snapshots/<id>/changes.patch', 'the changes themselves, for `git apply` on the state of the start'],
];

/** What the reader of a bundle should know first. Pure. */
export function readmeOf(session: Session, kept: { terminal: boolean; resume: boolean; snapshots: readonly string[] }): string {
  const isThere = (name: string) =>
    name.startsWith('terminal.') ? kept.terminal : name === 'resume.txt' ? kept.resume : !name.startsWith('snapshots/') || kept.snapshots.length > 0;
  const lines = FILES.filter(([name]) => isThere(name)).map(([name, meaning]) => `${name.padEnd(30)}${meaning}`);
  return [
    `Session ${session.id}: ${session.name}`,
    session.status === 'ended' ? `Ended at ${session.endedAt ?? 'an unknown time'}.` : 'It was still running: this is what there was until now.',
    'Before you pass this on: terminal, input and patches hold whatever the session showed, was told and changed.',
    '',
    ...lines,
    ...(kept.terminal ? [] : ['', 'What the terminal showed is not kept any more.']),
    ...(kept.snapshots.length > 0 ? [] : ['', 'No changes of the repository are kept.']),
    '',
  ].join('\n');
}

/** The commands that take up a session's conversations, the newest last, as a text file; `null` without any. Pure. */
export function resumeTextOf(artifacts: readonly Artifact[]): string | null {
  const commands = artifacts.flatMap(({ kind, data }) => (kind === 'resume_command' && typeof data['command'] === 'string' ? [data['command']] : []));
  const unique = [...new Set(commands.reverse())].reverse();
  return unique.length === 0 ? null : `${unique.join('\n')}\n`;
}
