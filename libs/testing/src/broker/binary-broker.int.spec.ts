import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory, type TemporaryDirectory } from '../temporary-directory.js';
import { startBinaryBroker } from './binary-broker.js';

describe('startBinaryBroker', () => {
  let directory: TemporaryDirectory;
  beforeEach(async () => {
    directory = await temporaryDirectory();
  });
  afterEach(() => directory.remove());

  it('says why a server ended at once', async () => {
    const file = join(directory.path, 'wrong.conf');
    await writeFile(file, 'jetstream { store_dir: ');
    await expect(startBinaryBroker({ configuration: { file, environment: {} } })).rejects.toThrow(/ended at once:\nnats-server: .+/);
  });
});
