import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@agents-fleet/testing';
import { processesOf } from '../real-agents/processes-of.js';
import { ProcessFleet } from './process-fleet.js';

let fleet: ProcessFleet;
beforeAll(async () => {
  fleet = await ProcessFleet.start();
}, 120_000);
afterAll(() => fleet.stop(), 60_000);

describe('a budget that is reached while the broker is down', () => {
  it('still ends the session, and the record is complete once the broker is back', async () => {
    const tag = `fleet-scenario-${process.pid}-outage`;
    const line = 'printf "line %06d %0200d\\n" $n 0';
    const { id } = await fleet.client.startSession({
      kind: 'pty',
      repoPath: fleet.repo,
      command: `export SCENARIO=${tag}; n=0; while :; do n=$((n+1)); ${line}; sleep 0.02; done`,
      budgetTokens: 8_000,
    });
    await waitFor(async () => (await fleet.client.session(id)).tokens.counted > 500, { what: 'the first usage' });
    await fleet.broker.kill();
    expect((await processesOf(tag)).length).toBeGreaterThan(0);
    await waitFor(async () => (await processesOf(tag)).length === 0, { timeoutMs: 30_000, what: 'the end of its processes' });

    await fleet.broker.restart();
    const ended = await fleet.ended(id, 60_000);
    expect(ended).toMatchObject({ stopReason: 'budget_exceeded', survivors: 0 });
    const types = await waitFor(
      async () => {
        const found = (await fleet.client.markers(id)).map(({ type }) => type);
        return found.includes('budget_exceeded') && found;
      },
      { what: 'the marker of the reached budget' },
    );
    for (const type of ['started', 'budget_warned', 'stop_requested', 'process_exit', 'ended']) expect(types).toContain(type);
    expect(types).not.toContain('record_gap');

    const record = await fleet.client.terminal(id);
    await waitFor(async () => (await fleet.client.session(id)).bytes === record.length, { what: 'as many bytes in the session as in its record' });
    const text = record.toString('latin1');
    const numbers = [...text.matchAll(/line (\d{6}) /g)].map(([, number]) => Number(number));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    // About 50 tokens a line: the budget was used up to the end, not just up to the outage.
    expect(numbers.length).toBeGreaterThan(140);
    await waitFor(async () => (await fleet.client.session(id)).tokens.counted >= 8_000, { what: 'the whole usage' });
  }, 180_000);
});

describe('a terminal that somebody watches while the broker is down', () => {
  it('stays live, both ways, and its record has all of it once the broker is back', async () => {
    const session = await fleet.client.startSession({ kind: 'pty', repoPath: fleet.repo, command: 'echo ready; while read -r word; do echo "got $word"; done' });
    const viewer = await fleet.client.view(session);
    await viewer.sees('ready');
    // The line is there some milliseconds after the first look.
    viewer.type('before\r');
    await viewer.sees('got before');
    await fleet.broker.kill();
    viewer.type('meanwhile\r');
    await viewer.sees('got meanwhile');
    await fleet.broker.restart();
    viewer.type('after\r');
    await viewer.sees('got after');
    const seen = viewer.bytes;
    await waitFor(async () => (await fleet.client.terminal(session.id)).length >= seen.length, { what: 'the record of what was seen' });
    expect((await fleet.client.terminal(session.id)).subarray(0, seen.length)).toEqual(seen);
    await viewer.close();
    await fleet.client.stop(session.id);
    await fleet.ended(session.id);
    const typed = await (await fleet.client.ask('GET', `/api/sessions/${session.id}/stdin`)).text();
    for (const word of ['before', 'meanwhile', 'after']) expect(typed).toContain(word);
  }, 120_000);
});
