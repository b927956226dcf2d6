import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Session } from '@agents-fleet/contracts';
import { waitFor } from '@agents-fleet/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AgentSessions, START_MS, submit } from './agent-sessions.js';
import { equalsBill, sumOf } from './codex-bill.js';
import { processesOf } from './processes-of.js';
import { REAL_CODEX } from './real-agents.js';

const ESC = '\x1b';

let sessions: AgentSessions;
beforeAll(async () => {
  sessions = await AgentSessions.open();
}, 600_000);
afterEach(() => sessions.afterEach());
afterAll(() => sessions.close(), 60_000);

const finished = () => sessions.standIn.billed.filter(({ state }) => state === 'finished');
const abandoned = () => sessions.standIn.billed.filter(({ state }) => state === 'abandoned');
const titles = () => finished().filter(({ question }) => question.shellTool === null);

describe('the real codex', () => {
  it('is billed to the token for turns, a tool call, a subagent and titles, and at least the input of an interrupted answer', async () => {
    const started = await sessions.start(REAL_CODEX, 'tokens');
    const { session, viewer, home } = started;
    const config = digestOf(join(home, '.codex', 'config.toml'));
    await submit(viewer, 'say:green apples');
    await viewer.sees('GREEN APPLES');
    await sessions.recorded(session, ({ status }) => status === 'waiting');
    await submit(viewer, 'run:echo forty$((40+2))[$OTEL_EXPORTER_OTLP_HEADERS]');
    // What Codex runs does not get the secret of its telemetry.
    await viewer.sees('FORTY42[]');
    await submit(viewer, 'delegate:say:blue plums');
    await viewer.sees('Spawned');
    await waitFor(() => finished().some(({ question }) => question.prompt.trim() === 'say:blue plums'), { what: 'the subagent’s request' });
    await equalsBill(sessions, session, finished);
    expect(titles()).not.toEqual([]);

    await submit(viewer, 'count:2000');
    await viewer.sees('word20');
    await sessions.recorded(session, ({ status, tokens }) => status === 'running' && tokens.output > sumOf(finished()).output);
    viewer.type(ESC);
    await viewer.sees(/interrupted/i);
    await waitFor(() => abandoned().length === 1, { what: 'the request that was given up' });
    await submit(viewer, 'say:yellow pears');
    await viewer.sees('YELLOW PEARS');
    await sessions.recorded(session, ({ tokens }) => tokens.input >= sumOf(sessions.standIn.billed).input);

    await sessions.client.stop(session.id);
    const ended = await sessions.ended(started);
    expect(ended).toMatchObject({ stopReason: 'user', survivors: 0, models: ['gpt-5.2-codex'] });
    await countsEveryRequest(ended);
    expect(digestOf(join(home, '.codex', 'config.toml'))).toBe(config);
    expect(await processesOf(home)).toEqual([]);
  }, 240_000);

  it('goes on with the same conversation when it is resumed, and counts nothing of it again', async () => {
    const started = await sessions.start(REAL_CODEX, 'resume');
    await submit(started.viewer, 'say:remember the cabbage');
    await started.viewer.sees('REMEMBER THE CABBAGE');
    await waitFor(() => titles().length === 1, { what: 'the request for a title' });
    await equalsBill(sessions, started.session, finished);
    await sessions.client.stop(started.session.id);
    const ended = await sessions.ended(started);
    const { resumeCommand } = ended;
    expect(resumeCommand).toMatch(/codex resume [0-9a-f-]{36}$/);

    const before = sessions.standIn.billed.length;
    const again = await sessions.resume(ended);
    await again.viewer.sees(REAL_CODEX.prompt, START_MS);
    await submit(again.viewer, 'say:what was it');
    await again.viewer.sees('WHAT WAS IT');
    await equalsBill(sessions, again.session, () => finished().slice(before));
    const asked = sessions.standIn.billed.slice(before).find(({ question }) => question.shellTool !== null);
    expect(asked?.question.conversation?.join('\n')).toContain('remember the cabbage');
    await sessions.client.stop(again.session.id);
    expect((await sessions.ended(again)).resumeCommand).toBe(resumeCommand);
    expect(await processesOf(started.home)).toEqual([]);
  }, 240_000);

  it('is metered without its terminal interface', async () => {
    const command = await sessions.commandOf(REAL_CODEX, 'exec', ['exec', '--skip-git-repo-check', 'run:echo done$((1+1))']);
    const started = await sessions.startCommand(command);
    const ended = await sessions.ended(started);
    expect(ended).toMatchObject({ stopReason: 'exited', exitCode: 0 });
    expect(finished().length).toBe(2);
    await equalsBill(sessions, ended, finished);
    expect(ended.resumeCommand).toMatch(/codex resume [0-9a-f-]{36}$/);
  }, 120_000);

  it('is not taken for another one that works in the same repo at the same time', async () => {
    const [one, other] = await Promise.all([sessions.start(REAL_CODEX, 'twin'), sessions.start(REAL_CODEX, 'twin')]);
    await Promise.all([submit(one.viewer, 'say:green apples'), submit(other.viewer, 'say:yellow pears and more')]);
    await Promise.all([one.viewer.sees('GREEN APPLES'), other.viewer.sees('YELLOW PEARS AND MORE')]);
    const of = (words: string) => () => finished().filter(({ question }) => question.conversation?.join('\n').includes(words));
    await equalsBill(sessions, one.session, of('say:green'));
    await equalsBill(sessions, other.session, of('say:yellow'));
    await waitFor(() => titles().length === 2, { what: 'both titles' });
  }, 120_000);

  it('is found by the files that it holds open when the person has its telemetry for themselves', async () => {
    const started = await sessions.start(REAL_CODEX, 'no-telemetry', {}, ['-c', 'otel.exporter="none"']);
    await submit(started.viewer, 'say:green apples');
    await started.viewer.sees('GREEN APPLES');
    await submit(started.viewer, 'run:echo forty$((40+2))');
    await started.viewer.sees('FORTY42');
    await equalsBill(sessions, started.session, () => finished().filter(({ question }) => question.shellTool !== null));
    await sessions.client.stop(started.session.id);
    expect((await sessions.ended(started)).resumeCommand).toMatch(/codex -c 'otel.exporter="none"' resume [0-9a-f-]{36}$/);
  }, 120_000);
});

/** Finished requests to the token, request by request; the others by their input at least. */
async function countsEveryRequest(ended: Session): Promise<void> {
  const exact = (await sessions.client.usage(ended.id)).filter(({ partial }) => !partial);
  const counted = exact.map(({ tokens: { input, cacheRead, output } }) => `${input}/${cacheRead}/${output}`).sort();
  expect(counted).toEqual(finished().map(({ bill }) => `${bill.input}/${bill.cacheRead}/${bill.output}`).sort());
  const all = sumOf(sessions.standIn.billed);
  expect(ended.tokens.input).toBeGreaterThanOrEqual(all.input);
  // Reckoned, but not wildly: a request's prompt is the one before with its answer.
  expect(ended.tokens.input).toBeLessThan(all.input + 500);
}

function digestOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
