import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readSettingsText } from './settings-file.js';

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fleet-settings-'));
  path = join(directory, 'settings.json');
});
afterEach(() => { rmSync(directory, { recursive: true }); });

describe('readSettingsText', () => {
  it('reads a file, also behind a link', () => {
    writeFileSync(join(directory, 'real.json'), '{"é": 1}');
    symlinkSync('real.json', path);
    expect(readSettingsText(path)).toBe('{"é": 1}');
  });

  it.each<[string, () => void]>([
    ['nothing', () => undefined],
    ['a pipe', () => { execFileSync('mkfifo', [path]); }],
    ['a device without an end', () => { symlinkSync('/dev/zero', path); }],
    ['a link to itself', () => { symlinkSync(path, path); }],
    ['a directory', () => { mkdirSync(path); }],
    ['a file of a terabyte', () => { writeFileSync(path, ''); truncateSync(path, 2 ** 40); }],
  ])('reads nothing of %s', (_, place) => {
    place();
    expect(readSettingsText(path)).toBeNull();
  });
});
