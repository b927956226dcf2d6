import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigurationError } from '@agents-fleet/platform';
import { silentLogger, temporaryDirectory, type TemporaryDirectory } from '@agents-fleet/testing';
import { FilePrices } from './file-prices.js';

const list = (inputPer1M: unknown) => JSON.stringify({ models: { m: { inputPer1M, outputPer1M: 2 } } });

let directory: TemporaryDirectory;
let path: string;
let now = 0;
beforeEach(async () => {
  directory = await temporaryDirectory();
  path = join(directory.path, 'prices.json');
});
afterEach(() => directory.remove());

const open = () => FilePrices.open(path, silentLogger(), () => now);
const input = (prices: FilePrices) => prices.ratesOf('m')?.input;
const later = async (prices: FilePrices) => {
  now += 2_000;
  await prices.refresh();
};

describe('prices of a file', () => {
  it('are in force as of the file’s time', async () => {
    await writeFile(path, list(1));
    const prices = await open();
    expect(input(prices)).toBe(1);
    expect(prices.describe()).toEqual({ kind: 'override', name: `PRICING_JSON_PATH (${path})`, asOf: expect.stringMatching(/Z$/), state: 'in_force', problem: null });
  });

  it.each([
    ['is not there', null, /^PRICING_JSON_PATH: can't read .*prices\.json \(ENOENT\)$/],
    ['names a wrong price', list('x'), /^PRICING_JSON_PATH: models\.m\.inputPer1M must be a number >= 0$/],
    ['is no JSON', '{', /^PRICING_JSON_PATH: is not JSON$/],
    ['is too large', ' '.repeat(1024 * 1024 + 1), /is larger than 1048576 bytes$/],
  ])('stop the start when the file %s', async (_, content, message) => {
    if (content !== null) await writeFile(path, content);
    const opening = open();
    await expect(opening).rejects.toThrow(ConfigurationError);
    await expect(opening).rejects.toThrow(message);
  });

  it('stop the start when the path is a directory', async () => {
    path = directory.path;
    await expect(open()).rejects.toThrow(/^PRICING_JSON_PATH: \/.* is no file$/);
  });

  it('are read again when the file has changed, and looked for every 2 s at most', async () => {
    await writeFile(path, list(1));
    const prices = await open();
    await writeFile(path, list(22));
    await prices.refresh();
    expect(input(prices)).toBe(1);
    await later(prices);
    expect(input(prices)).toBe(22);
    await writeFile(`${path}.new`, list(33));
    await rename(`${path}.new`, path);
    await later(prices);
    expect(input(prices)).toBe(33);
  });

  it('given a file that turns bad, then the field is named and the last good prices stay, until it is mended', async () => {
    await writeFile(path, list(1));
    const prices = await open();
    await writeFile(path, list(-1));
    await later(prices);
    await later(prices);
    expect(input(prices)).toBe(1);
    expect(prices.describe()).toMatchObject({ state: 'refused', problem: 'PRICING_JSON_PATH: models.m.inputPer1M must be a number >= 0' });
    await writeFile(path, list(2));
    await later(prices);
    expect(input(prices)).toBe(2);
    expect(prices.describe()).toMatchObject({ state: 'in_force', problem: null });
  });

  it('given a file that is deleted, then the last prices stay and are said to be stale; the same file back is fresh again', async () => {
    await writeFile(path, list(1));
    const prices = await open();
    await rename(path, `${path}.away`);
    await later(prices);
    expect(input(prices)).toBe(1);
    expect(prices.describe()).toMatchObject({ state: 'stale', problem: expect.stringContaining('ENOENT') });
    await rename(`${path}.away`, path);
    await later(prices);
    expect(prices.describe()).toMatchObject({ state: 'in_force', problem: null });
    await rm(path);
  });
});
