import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { loadLibraryTable } from './library-table.js';
import { takeFromLibrary, textOf } from './take-from-library.js';

const FILE = new URL('library-prices.json', import.meta.url);

describe('the table of library prices', () => {
  it('is committed as the library has it (FLEET_UPDATE_PRICES=1 writes it anew)', async () => {
    const text = textOf(await takeFromLibrary());
    if (process.env['FLEET_UPDATE_PRICES'] === '1') writeFileSync(FILE, text);
    expect(readFileSync(FILE, 'utf8')).toBe(text);
  });

  it('is what the service loads', async () => {
    expect(await loadLibraryTable()).toEqual(await takeFromLibrary());
  });

  it('has only times of day that we understand', async () => {
    const constraints = (await loadLibraryTable()).vendors.flatMap(({ models }) => models.flatMap(({ prices }) => prices.flatMap(({ constraint }) => constraint ?? [])));
    expect(constraints.length).toBeGreaterThan(10);
    for (const constraint of constraints) {
      if (constraint.type === 'start_date') expect(constraint.start_date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      else for (const time of [constraint.start_time, constraint.end_time]) expect(time).toMatch(/^\d{2}:\d{2}:\d{2}Z$/);
    }
  });
});
