import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryDirectory, waitFor, type TemporaryDirectory } from '@agents-fleet/testing';
import { startFleetUnderTest, type FleetUnderTest } from './fleet-under-test.js';
import { Visitor } from './visitor.js';

const list = (inputPer1M: number) => JSON.stringify({ default: { inputPer1M: 4, outputPer1M: 16 }, models: { 'our-own-*': { inputPer1M, outputPer1M: 2.5 } } });

let directory: TemporaryDirectory;
let file: string;
let test: FleetUnderTest;
let visitor: Visitor;
beforeAll(async () => {
  directory = await temporaryDirectory();
  file = join(directory.path, 'prices.json');
  writeFileSync(file, list(0.125));
  test = await startFleetUnderTest({ PRICING_JSON_PATH: file });
  visitor = await Visitor.signedIn(test.browser, test.fleet);
  await visitor.open('/settings');
  await visitor.page.getByRole('heading', { name: 'Prices' }).waitFor();
}, 400_000);
afterAll(async () => {
  await visitor.leave();
  await test.close();
  await directory.remove();
}, 60_000);

/** The prices in the row with this header, once it is there. */
async function pricesOf(header: string): Promise<string[]> {
  const row = visitor.page.getByRole('row').filter({ has: visitor.page.getByRole('rowheader', { name: header, exact: true }) });
  await row.waitFor();
  return (await row.getByRole('cell').allInnerTexts()).map((text) => text.trim());
}

describe('the prices on the settings page', () => {
  it('are the person’s own first, with where they come from, and what an unknown model costs', async () => {
    await visitor.page.getByText('Default rate').waitFor();
    const origins = await visitor.page.getByRole('list', { name: 'Where prices come from, the one that wins first' }).getByRole('listitem').allInnerTexts();
    expect(origins).toHaveLength(3);
    expect(origins[0]).toContain(`PRICING_JSON_PATH (${file})`);
    expect(origins[0]).toContain('In force');
    expect(origins[1]).toContain('@pydantic/genai-prices');
    expect(origins[2]).toContain('$4.00 in, $16.00 out');
    expect(await pricesOf('our-own-*')).toEqual(['$0.125', '$0.0125', '$0.15625', '$0.25', '$2.50']);
  });

  it('are found by model and vendor, with their tiers', async () => {
    const field = visitor.page.getByLabel('Filter by model or vendor');
    await field.fill('anthropic sonnet-4-5');
    expect(await pricesOf('claude-sonnet-4-5')).toEqual(['$3.00', '$0.30', '$3.75', '$6.00', '$15.00']);
    expect(await pricesOf('claude-sonnet-4-5, prompts above 200k')).toEqual(['$6.00', '$0.60', '$7.50', '$12.00', '$22.50']);
    await field.fill('nothing like it');
    await visitor.page.getByRole('heading', { name: 'No model matches' }).waitFor();
    await visitor.page.getByRole('button', { name: 'Show all' }).click();
    await visitor.page.getByRole('button', { name: /^OpenAI/ }).click();
    expect((await pricesOf('gpt-5.2'))[0]).toBe('$1.75');
  });

  it('given a file that turns bad, then the field is named and the last good prices stay', async () => {
    writeFileSync(file, list(-1));
    const refused = visitor.page.getByText('PRICING_JSON_PATH: models.our-own-*.inputPer1M must be a number >= 0');
    // The file is looked at every 2 s at most.
    await waitFor(
      async () => {
        await visitor.page.getByRole('button', { name: 'Read again' }).click();
        return (await refused.count()) > 0;
      },
      { what: 'the refusal' },
    );
    await visitor.page.getByText('Its last good prices are in force.').waitFor();
    expect(await pricesOf('our-own-*')).toContain('$0.125');
  });
});
