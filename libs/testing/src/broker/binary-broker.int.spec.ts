import { describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '../temporary-directory.js';
import { startBinaryBroker } from './binary-broker.js';

describe('startBinaryBroker', () => {
  it('says why a server ended at once', async () => {
    const directory = await temporaryDirectory();
    const file = join(directory.path, 'wrong.conf');
    await writeFile(file, 'this_is { not: ');
    await expect(startBinaryBroker({ configuration: { file, environment: {} } })).rejects.toThrow(/ended at once:\n.*wrong\.conf/s);
    await directory.remove();
  });
});
