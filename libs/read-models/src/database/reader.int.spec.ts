import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory, waitFor, type TemporaryDirectory } from '@agents-fleet/testing';
import { DeadLetterEntity } from '../entities/bookkeeping.js';
import { openReadModels, type ReadModels } from '../read-models.js';
import { openReader, openWriter } from './data-source.js';
import { ReadModelsUnavailableError } from './reader-connection.js';

describe('a reader', () => {
  let directory: TemporaryDirectory;
  let path: string;
  let models: ReadModels;
  beforeEach(async () => {
    directory = await temporaryDirectory();
    path = join(directory.path, 'models.sqlite');
    models = await openReadModels({ path, mode: 'reader' });
  });
  afterEach(async () => {
    await models.close();
    await directory.remove();
  });

  const makeModels = async (file: string, deadLetters: number) => {
    const source = await openWriter(file);
    for (let streamSeq = 1; streamSeq <= deadLetters; streamSeq++) {
      const letter = { projection: 'log', streamSeq, subject: 's', at: 'now', why: 'w', body: Buffer.alloc(0), published: true };
      await source.getRepository(DeadLetterEntity).insert(letter);
    }
    await source.destroy();
  };

  it('says so as long as there is nothing to read, and reads as soon as there is', async () => {
    await expect(models.deadLetters.count()).rejects.toThrow(ReadModelsUnavailableError);
    await writeFile(path, 'no database');
    await expect(models.deadLetters.count()).rejects.toThrow(ReadModelsUnavailableError);
    await rm(path);
    await makeModels(path, 1);
    expect(await waitFor(() => models.deadLetters.count())).toBe(1);
  });

  it('follows a rebuild that puts another file in the place', async () => {
    await makeModels(path, 1);
    expect(await models.deadLetters.count()).toBe(1);
    await makeModels(`${path}.new`, 2);
    await rename(`${path}.new`, path);
    await waitFor(async () => (await models.deadLetters.count()) === 2);
  });

  it('can change nothing', async () => {
    await makeModels(path, 1);
    const source = await openReader(path);
    await expect(source.query('DELETE FROM dead_letters')).rejects.toThrow(/readonly/);
    await expect(source.query('CREATE TEMP TABLE t (x)')).rejects.toThrow(/readonly|attempt to write/);
    await source.destroy();
  });

  it('sees what a writer that is still open has committed', async () => {
    const source = await openWriter(path);
    expect(await models.deadLetters.count()).toBe(0);
    await source.getRepository(DeadLetterEntity).insert({
      projection: 'log', streamSeq: 1, subject: 's', at: 'now', why: 'w', body: Buffer.alloc(0), published: true,
    });
    expect(await models.deadLetters.count()).toBe(1);
    expect(await source.query('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    expect(await source.query('PRAGMA synchronous')).toEqual([{ synchronous: 1 }]);
    await source.destroy();
  });

  it('is not to be used after it was closed', async () => {
    await makeModels(path, 0);
    await models.close();
    await expect(models.deadLetters.count()).rejects.toThrow(ReadModelsUnavailableError);
  });
});
