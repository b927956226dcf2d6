import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Nothing of this machine is in a recording: neither its paths nor its name. */
export const PLACE = '/tmp/recorded';
export const REPO = join(PLACE, 'orchard');

/** What programs get to know. */
export function environment() {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8', HOME: join(PLACE, 'home'), PS1: '\\[\\e[1;32m\\]dev@orchard\\[\\e[0m\\]:\\[\\e[1;34m\\]\\W\\[\\e[0m\\]$ ', HISTFILE: '/dev/null' };
}

/** A little repo with files to look at. */
export function makeRepo() {
  rmSync(PLACE, { recursive: true, force: true });
  mkdirSync(join(REPO, 'src'), { recursive: true });
  mkdirSync(join(PLACE, 'home'));
  const trees = ['apple', 'pear', 'plum', 'cherry', 'quince', 'りんご', '배나무'];
  const code = Array.from({ length: 160 }, (_, index) => {
    const tree = trees[index % trees.length];
    return `/** Tree number ${index + 1}. */\nexport const tree${index + 1} = { name: '${tree}', row: ${Math.floor(index / 12)}, planted: ${1990 + (index % 33)} };`;
  });
  writeFileSync(join(REPO, 'src', 'trees.ts'), `${code.join('\n')}\n`);
  writeFileSync(join(REPO, 'README.md'), `# Orchard\n\n${'Every tree has a row, a name and a year, and a line that is longer than any window is wide. '.repeat(6)}\n`);
  const git = (...args) => execFileSync('git', args, { cwd: REPO, env: { ...environment(), GIT_CONFIG_NOSYSTEM: '1' }, stdio: 'ignore' });
  git('init', '-b', 'main');
  for (let index = 1; index <= 40; index += 1) {
    writeFileSync(join(REPO, 'diary.txt'), `day ${index}\n`);
    git('add', '.');
    git('-c', 'user.name=Dev', '-c', 'user.email=dev@orchard.example', 'commit', '-m', `Water row ${index} of the orchard`);
  }
}
