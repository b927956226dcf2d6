import { beforeEach, describe, expect, it } from '@jest/globals';
import { STREAMS, type FleetEvent, type SetBudgetCommand } from '@agents-fleet/contracts';
import { createLogger } from '@agents-fleet/platform';
import { A_SESSION_ID, aCostRecorded, aLimitReached, aLimitWarned, aSessionEnded, aSessionStarted } from '@agents-fleet/testing';
import { BudgetBook } from './budget-book.js';
import { BudgetKeeper } from './budget-keeper.js';

const noTokens = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };
const cost = (id: string, output: number) => aCostRecorded({ id: `cost:${id}`, data: { usageId: id, tokens: { ...noTokens, output } } });
const set = (change: Partial<SetBudgetCommand>): SetBudgetCommand => ({ sessionId: A_SESSION_ID, correlationId: 'request-9', ...change });

let published: FleetEvent[];
let logHasItAlready: boolean;
let keeper: BudgetKeeper;
const ids = () => published.map(({ id }) => id.replace(A_SESSION_ID, 'S'));

beforeEach(() => {
  published = [];
  logHasItAlready = false;
  const publisher = {
    publish: async (event: FleetEvent) => {
      published.push(event);
      return { stream: STREAMS.log, seq: published.length, duplicate: logHasItAlready };
    },
  };
  keeper = new BudgetKeeper(new BudgetBook({ countCacheReads: false }), publisher, createLogger('budget', 'silent'));
});

describe('before the end of the log', () => {
  it('publishes nothing, then only what the log does not hold', async () => {
    await keeper.take(aSessionStarted());
    await keeper.take(cost('a', 5_000));
    await keeper.take(aLimitWarned());
    expect(ids()).toEqual([]);
    await keeper.catchUp();
    expect(ids()).toEqual(['limit:S:reached:1']);
  });

  it('publishes nothing at all when the log holds everything', async () => {
    for (const event of [aSessionStarted(), cost('a', 5_000), aLimitWarned(), aLimitReached()]) await keeper.take(event);
    await keeper.catchUp();
    expect(ids()).toEqual([]);
  });

  it('refuses commands', async () => {
    expect(await keeper.change(set({ budgetTokens: 1 }))).toMatchObject({ ok: false, error: { code: 'unavailable' } });
  });
});

describe('after it', () => {
  beforeEach(() => keeper.catchUp());

  it('publishes each limit once, warned before reached, and says what caused it', async () => {
    await keeper.take(aSessionStarted());
    await keeper.take(cost('a', 1_700));
    await keeper.take(cost('b', 300));
    await keeper.take(cost('c', 300));
    expect(ids()).toEqual(['limit:S:warned:1', 'limit:S:reached:1']);
    expect(published[1]).toMatchObject({ causationId: 'cost:b', correlationId: A_SESSION_ID, n: null, data: { spentTokens: 2_000 } });
  });

  it('changes a budget: the change is published, then decided anew', async () => {
    await keeper.take(aSessionStarted());
    await keeper.take(cost('a', 1_000));
    expect(await keeper.change(set({ budgetTokens: 900 }))).toEqual({
      ok: true,
      data: { version: 2, budgetTokens: 900, budgetNanoUsd: null },
    });
    expect(ids()).toEqual(['limit:S:changed:2', 'limit:S:warned:2', 'limit:S:reached:2']);
    expect(published[0]).toMatchObject({ correlationId: 'request-9', causationId: null });
    expect(published[2]).toMatchObject({ causationId: `limit:${A_SESSION_ID}:changed:2` });
  });

  it('given two changes at once, then each has its version', async () => {
    await keeper.take(aSessionStarted());
    const replies = await Promise.all([keeper.change(set({ budgetTokens: 5_000 })), keeper.change(set({ budgetNanoUsd: 7 }))]);
    expect(replies).toMatchObject([{ data: { version: 2 } }, { data: { version: 3, budgetTokens: 5_000, budgetNanoUsd: 7 } }]);
  });

  it('given a change that changes nothing, then it answers and publishes nothing', async () => {
    await keeper.take(aSessionStarted());
    expect(await keeper.change(set({ budgetTokens: 2_000 }))).toMatchObject({ ok: true, data: { version: 1 } });
    expect(ids()).toEqual([]);
  });

  it('given a change that the log holds already, then it does not pretend to have made it', async () => {
    await keeper.take(aSessionStarted());
    logHasItAlready = true;
    expect(await keeper.change(set({ budgetTokens: 9 }))).toMatchObject({ ok: false, error: { code: 'unavailable' } });
  });

  it('refuses unknown and ended sessions', async () => {
    expect(await keeper.change(set({ budgetTokens: 9 }))).toMatchObject({ ok: false, error: { code: 'session_not_found', field: 'sessionId' } });
    await keeper.take(aSessionStarted());
    await keeper.take(aSessionEnded());
    expect(await keeper.change(set({ budgetTokens: 9 }))).toMatchObject({ ok: false, error: { code: 'session_ended' } });
    expect(ids()).toEqual([]);
  });

  it('given a start that arrives a moment after the change, then the change waits for it', async () => {
    const reply = keeper.change(set({ budgetTokens: 9_000 }));
    await keeper.take(aSessionStarted());
    expect(await reply).toMatchObject({ ok: true, data: { version: 2 } });
  });
});

describe('the book', () => {
  const session = (index: number) => `01JZ00000000000000000000${String(index).padStart(2, '0')}`;

  it('keeps the ledgers of the newest ended sessions only, and says when a cost comes too late', () => {
    const book = new BudgetBook({ countCacheReads: false }, 2);
    for (const index of [10, 11, 12]) {
      book.apply(aSessionStarted({ sessionId: session(index) }));
      book.apply(aSessionEnded({ sessionId: session(index) }));
    }
    expect(book.size).toBe(2);
    expect(book.find(session(10))).toBe('closed');
    expect(book.apply({ ...cost('late', 1), sessionId: session(10) })).toBe(false);
    expect(book.find(session(12))).toMatchObject({ ended: true });
  });

  it('never drops a session whose limit is due', () => {
    const book = new BudgetBook({ countCacheReads: false }, 0);
    book.apply(aSessionStarted());
    book.apply(cost('a', 9_000));
    book.apply(aSessionEnded());
    expect(book.sessionsWithDueLimits()).toEqual([A_SESSION_ID]);
  });
});
