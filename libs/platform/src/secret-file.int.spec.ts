import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readSecretFile } from './secret-file.js';

describe('readSecretFile', () => {
  let directory = '';
  beforeAll(async () => { directory = await mkdtemp(join(tmpdir(), 'fleet-secret-')); });
  afterAll(() => rm(directory, { recursive: true }));

  it('gives the secret without its line break', async () => {
    await writeFile(join(directory, 'password'), 'hunter2\n');
    expect(await readSecretFile('FLEET_NATS_PASSWORD_FILE', join(directory, 'password'))).toBe('hunter2');
  });

  it('names the variable when the file is missing or empty', async () => {
    await writeFile(join(directory, 'empty'), '\n');
    await expect(readSecretFile('FLEET_NATS_PASSWORD_FILE', join(directory, 'missing'))).rejects.toThrow(/^FLEET_NATS_PASSWORD_FILE: .*ENOENT/);
    await expect(readSecretFile('FLEET_NATS_PASSWORD_FILE', join(directory, 'empty'))).rejects.toThrow(/is empty$/);
  });
});
