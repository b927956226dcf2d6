import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type SessionViewer } from '../fleet-client/session-viewer.js';
import { AgentSessions, submit } from './agent-sessions.js';
import { equalsBill } from './codex-bill.js';
import { processesOf } from './processes-of.js';
import { REAL_CODEX } from './real-agents.js';

/** No request may reach the model later than this after a stop, in milliseconds. */
const LAST_REQUEST_WITHIN_MS = 5_000;
/** Longer than Codex's own retries need to come back, so that a surviving process would be noticed. */
const AFTERLIFE_MS = 6_000;
const GRACEFUL_STOPS = 20;

let sessions: AgentSessions;
beforeAll(async () => {
  sessions = await AgentSessions.open();
}, 600_000);
afterEach(() => sessions.afterEach());
afterAll(() => sessions.close(), 60_000);

const finished = () => sessions.standIn.billed.filter(({ state }) => state === 'finished');

describe('the real codex', () => {
  it('is stopped at its budget in the middle of an answer, and asks its model nothing more', async () => {
    const started = await sessions.start(REAL_CODEX, 'budget', { budgetTokens: 5_400 });
    const { session, viewer, home } = started;
    await submit(viewer, 'say:green apples');
    await viewer.sees('GREEN APPLES');
    await equalsBill(sessions, session, finished);
    await submit(viewer, 'count:5000');
    const ended = await sessions.ended(started);
    const endedAt = Date.now();

    expect(ended).toMatchObject({ stopReason: 'budget_exceeded', survivors: 0 });
    expect(ended.resumeCommand).not.toBeNull();
    expect(sessions.standIn.billed.find(({ question }) => question.prompt.includes('count:5000'))?.state).toBe('abandoned');
    const stopped = (await sessions.client.markers(session.id)).find(({ type }) => type === 'stop_requested');
    expect(await processesOf(home)).toEqual([]);
    await sleep(AFTERLIFE_MS);
    const last = Math.max(...sessions.standIn.billed.map(({ at }) => at));
    expect(last).toBeLessThan(Date.parse(stopped?.at ?? '') + LAST_REQUEST_WITHIN_MS);
    expect(last).toBeLessThan(endedAt);
    await sessions.recorded(session, ({ tokens }) => tokens.counted >= 5_400);
  }, 240_000);

  it(`can be resumed after each of ${GRACEFUL_STOPS} stops, whatever it does`, async () => {
    let home = '';
    for (let round = 0; round < GRACEFUL_STOPS; round++) {
      const [state, bring] = WHEN_STOPPED[round % WHEN_STOPPED.length] ?? WHEN_STOPPED[0];
      const started = await sessions.start(REAL_CODEX, 'graceful');
      ({ home } = started);
      await submit(started.viewer, `say:round ${round} apples`);
      await started.viewer.sees(`ROUND ${round} APPLES`);
      await bring(started.viewer);
      await sessions.client.stop(started.session.id);
      const { resumeCommand, stopReason, survivors } = await sessions.ended(started);
      expect({ state, stopReason, survivors, resumeCommand }).toEqual({
        state, stopReason: 'user', survivors: 0, resumeCommand: expect.stringMatching(/resume [0-9a-f-]{36}$/),
      });
      // Codex says the same itself when it may end in peace: it was not killed.
      const printed = Buffer.from(started.viewer.bytes).toString();
      expect(printed).toContain(`codex resume ${(resumeCommand ?? '').slice(-36)}`);
    }
    expect(await processesOf(home)).toEqual([]);
  }, 600_000);
});

/** What Codex does when it is stopped, and how to bring it there. */
type Bringing = readonly [state: string, bring: (viewer: SessionViewer) => Promise<void>];
const WHEN_STOPPED: readonly [Bringing, ...Bringing[]] = [
  ['at rest', () => Promise.resolve()],
  [
    'with a prompt half typed',
    async (viewer) => {
      viewer.type('half a promp');
      await viewer.sees('half a promp');
    },
  ],
  [
    'in the middle of an answer',
    async (viewer) => {
      await submit(viewer, 'count:2000');
      await viewer.sees('word5 ');
    },
  ],
  [
    'while a tool runs',
    async (viewer) => {
      await submit(viewer, 'run:sleep 120');
      await viewer.sees(/background terminals? running/);
    },
  ],
];
