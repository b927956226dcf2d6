import { mkdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryDirectory, type TemporaryDirectory } from '@agents-fleet/testing';
import { hashOfFiles, Stamp } from './stamp.js';

describe('hashOfFiles', () => {
  let directory: TemporaryDirectory;
  const file = (name: string) => join(directory.path, name);
  const hash = () => hashOfFiles(directory.path, ['src/**/*']);
  beforeEach(async () => {
    directory = await temporaryDirectory();
    mkdirSync(file('src'));
    writeFileSync(file('src/a.ts'), 'a');
  });
  afterEach(() => directory.remove());

  it('does not depend on the time of a file', () => {
    const before = hash();
    utimesSync(file('src/a.ts'), 0, 0);
    expect(hash()).toBe(before);
  });

  it('changes with a content, a name and a new file', () => {
    const hashes = [hash()];
    writeFileSync(file('src/a.ts'), 'b');
    hashes.push(hash());
    renameSync(file('src/a.ts'), file('src/b.ts'));
    hashes.push(hash());
    writeFileSync(file('src/c.ts'), '');
    hashes.push(hash());
    expect(new Set(hashes).size).toBe(4);
  });

  it('leaves specs out, which no build reads', () => {
    const before = hash();
    writeFileSync(file('src/a.spec.ts'), 'x');
    expect(hash()).toBe(before);
  });

  it('matches the stamp that was written for it, and no other', () => {
    const stamp = new Stamp(file('dist/stamp'));
    expect(stamp.matches(hash())).toBe(false);
    stamp.write(hash());
    expect(stamp.matches(hash())).toBe(true);
    expect(stamp.matches('other')).toBe(false);
  });
});
