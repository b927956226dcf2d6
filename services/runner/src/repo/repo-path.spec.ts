import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { completeDirectory } from './directories.js';
import { checkRepoPath } from './repo-path.js';

let base: string;
let roots: string[];
beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'fleet-repos-')));
  for (const path of ['allowed/app/.git', 'allowed/apple', 'allowed/.hidden', 'allowed-not', 'secret']) mkdirSync(join(base, path), { recursive: true });
  writeFileSync(join(base, 'allowed/application.txt'), '');
  symlinkSync(join(base, 'secret'), join(base, 'allowed/appendix'));
  symlinkSync(join(base, 'allowed/app'), join(base, 'allowed/appointed'));
  roots = [join(base, 'allowed')];
});
afterEach(() => {
  rmSync(base, { recursive: true });
});

const codeOf = (path: string) => {
  const checked = checkRepoPath(path, roots);
  return checked.ok ? checked.path : checked.error.code;
};

describe('checkRepoPath', () => {
  it('takes a directory inside a root, and the root', () => {
    expect(codeOf(join(base, 'allowed/app'))).toBe(join(base, 'allowed/app'));
    expect(codeOf(`${base}/allowed/apple/../app/`)).toBe(join(base, 'allowed/app'));
    expect(codeOf(join(base, 'allowed'))).toBe(join(base, 'allowed'));
    expect(codeOf(join(base, 'allowed/appointed'))).toBe(join(base, 'allowed/app'));
  });

  it.each([
    ['a neighbour whose name begins like the root', 'allowed-not', 'repo_not_allowed'],
    ['a link that leads out', 'allowed/appendix', 'repo_not_allowed'],
    ['a way out by dots', 'allowed/../secret', 'repo_not_allowed'],
    ['what is missing outside', 'nowhere', 'repo_not_allowed'],
    ['what is missing inside', 'allowed/nowhere', 'repo_not_found'],
    ['a file', 'allowed/application.txt', 'repo_not_found'],
  ])('refuses %s', (_, path, code) => {
    expect(codeOf(join(base, path))).toBe(code);
  });

  it('refuses a relative path', () => {
    expect(codeOf('allowed/app')).toBe('invalid_input');
  });
});

describe('completeDirectory', () => {
  const complete = (prefix: string, limit = 20) => completeDirectory({ prefix, limit }, roots).items;

  it('lists directories that begin with what was typed, without links that lead out', () => {
    expect(complete(join(base, 'allowed/app'))).toEqual([
      { path: join(base, 'allowed/app'), isRepository: true },
      { path: join(base, 'allowed/apple'), isRepository: false },
      { path: join(base, 'allowed/appointed'), isRepository: true },
    ]);
  });

  it('lists the roots as long as no more is typed than they share', () => {
    expect(complete('')).toEqual([{ path: join(base, 'allowed'), isRepository: false }]);
    expect(complete(join(base, 'al'))).toEqual([{ path: join(base, 'allowed'), isRepository: false }]);
  });

  it('shows hidden ones when their dot is typed', () => {
    expect(complete(join(base, 'allowed/')).map(({ path }) => path)).not.toContain(join(base, 'allowed/.hidden'));
    expect(complete(join(base, 'allowed/.h')).map(({ path }) => path)).toEqual([join(base, 'allowed/.hidden')]);
  });

  it('lists nothing outside the roots, and no more than asked', () => {
    expect(complete(`${base}/secret/`)).toEqual([]);
    expect(complete(`${base}/allowed/../secret/`)).toEqual([]);
    expect(complete(join(base, 'allowed/app'), 1)).toHaveLength(1);
  });
});
