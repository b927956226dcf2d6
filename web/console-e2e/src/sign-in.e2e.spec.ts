import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startFleetUnderTest, type FleetUnderTest } from './fleet-under-test.js';
import { Visitor } from './visitor.js';

let test: FleetUnderTest;
beforeAll(async () => { test = await startFleetUnderTest(); }, 400_000);
afterAll(async () => { await test.close(); }, 60_000);

describe('signing in', () => {
  it('by the printed address leads to the fleet, and the code leaves address and history', async () => {
    const visitor = await Visitor.arrive(test.browser, test.fleet);
    await visitor.page.goto(test.fleet.signInUrl);
    await visitor.sees('No sessions yet');
    expect(visitor.page.url()).toBe(`${test.fleet.url}/`);
    expect(await visitor.page.evaluate(() => history.length)).toBeLessThanOrEqual(2);
    expect(visitor.errors).toEqual([]);
    await visitor.leave();
  });

  it('works once with each code; a used one is explained, and a new address can be pasted', async () => {
    const visitor = await Visitor.arrive(test.browser, test.fleet);
    await visitor.page.goto(test.fleet.signInUrl);
    await visitor.page.getByText('was used already').waitFor();
    const field = visitor.page.getByLabel('Address or code');
    await field.fill('http://127.0.0.1/nothing');
    await field.press('Enter');
    await visitor.page.getByText('Paste the whole address').waitFor();
    await field.fill(await test.fleet.newSignInUrl());
    await field.press('Enter');
    await visitor.sees('No sessions yet');
    await visitor.leave();
  });

  it('ends by signing out', async () => {
    const visitor = await Visitor.signedIn(test.browser, test.fleet);
    await visitor.open('/settings');
    await visitor.page.getByRole('rowheader', { name: 'FLEET_HTTP_PORT' }).waitFor();
    await visitor.page.getByRole('button', { name: 'Sign out' }).click();
    await visitor.page.getByText('You have signed out.').waitFor();
    await visitor.open('/');
    await visitor.page.getByText('is not signed in').waitFor();
    await visitor.leave();
  });
});
