import { execFileSync } from 'node:child_process';
import { appendFile, chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Name of the file that appears where a repository has got its program run. */
export const MARKER = 'MARKER';

/**
 * Makes a repository whose configuration names a program at every place where git would run one: it leaves a marker in
 * each directory that a container may write to.
 * @param path an empty directory
 */
export async function makeHostileRepository(path: string): Promise<void> {
  const git = (...words: string[]) => execFileSync('git', ['-C', path, '-c', 'user.name=n', '-c', 'user.email=e@example.org', ...words], { stdio: 'ignore' });
  const program = join(path, 'attack.sh');
  await writeFile(program, `#!/bin/sh\ntouch /tmp/${MARKER} /snapshots/${MARKER} 2>/dev/null\ncat\n`);
  await chmod(program, 0o755);
  git('init', '-q', '-b', 'main');
  await writeFile(join(path, 'a.evil'), 'before\n');
  git('add', '-A');
  git('commit', '-q', '-m', 'first');
  await writeFile(join(path, '.gitattributes'), '* filter=evil diff=evil\n');
  const programs = `fsmonitor = ${program}\n\tpager = ${program}\n\tsshCommand = ${program}\n\thooksPath = ${path}`;
  const configuration = `[core]\n\t${programs}\n[filter "evil"]\n\tclean = ${program}\n\tsmudge = ${program}\n[diff "evil"]\n\ttextconv = ${program}\n\tcommand = ${program}\n[diff]\n\texternal = ${program}\n`;
  await appendFile(join(path, '.git/config'), configuration);
}
