import { mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CreateSession, type Session } from '@agents-fleet/contracts';
import { type TemporaryDirectory, temporaryDirectory, waitFor } from '@agents-fleet/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type RunningFleet, startFleet } from '../fleet-client/running-fleet.js';
import { AgentAtWork, sha256 } from './agent-at-work.js';
import { codexCommand } from './agent-command.js';
import { type Bill, sumOfBills } from './bill.js';
import { type BilledRequest, ModelApiStandIn } from './model-api-stand-in.js';
import { processesOf } from './processes-of.js';
import { type AgentBinaries, agentBinaries, REAL_CODEX } from './real-agents.js';

/** Codex shows its prompt within 1 s on an idle machine; a busy one takes much longer to load 200 MB. */
const START_MS = 60_000;
/** No request may reach the model later than this after a stop, in milliseconds. */
const LAST_REQUEST_WITHIN_MS = 5_000;
/** Longer than Codex's own retries need to come back, so that a surviving process would be noticed. */
const AFTERLIFE_MS = 6_000;
const GRACEFUL_STOPS = 20;
const ESC = '\x1b';

let directory: TemporaryDirectory;
let root: string;
let fleet: RunningFleet;
let binaries: AgentBinaries;
let standIn: ModelApiStandIn;
const atWork: AgentAtWork[] = [];

beforeAll(async () => {
  directory = await temporaryDirectory();
  root = realpathSync(directory.path);
  mkdirSync(join(root, 'repo'));
  binaries = await agentBinaries();
  fleet = await startFleet(join(root, 'data'), root);
}, 600_000);

beforeEach(async () => {
  standIn = await ModelApiStandIn.start();
});

afterEach(async () => {
  for (const { viewer } of atWork.splice(0)) await viewer.close();
  await standIn.stop();
});

afterAll(async () => {
  await fleet.stop();
  await directory.remove();
}, 60_000);

describe('the real codex', () => {
  it('is billed to the token for turns, a tool call and titles, and at least the input of an interrupted answer', async () => {
    const { codex, home } = await start('tokens');
    const config = sha256(readFileSync(join(home, '.codex', 'config.toml')));
    await codex.submit('say:green apples');
    await codex.viewer.sees('GREEN APPLES');
    await codex.shows(({ status }) => status === 'waiting', 'that it waits for a prompt');
    await codex.submit('run:echo forty$((40+2))');
    await codex.viewer.sees('FORTY42');
    await equalsBill(codex, finished);
    expect(finished().filter(({ question }) => question.shellTool === null)).not.toEqual([]);

    await codex.submit('count:2000');
    await codex.viewer.sees('word20');
    await codex.shows(({ status, tokens }) => status === 'running' && tokens.output > sumOf(finished()).output, 'an answer that goes on');
    codex.viewer.type(ESC);
    await codex.viewer.sees(/interrupted/i);
    await waitFor(() => abandoned().length === 1, { what: 'the request that was given up' });
    await codex.submit('say:yellow pears');
    await codex.viewer.sees('YELLOW PEARS');
    await codex.shows(({ tokens }) => tokens.input >= sumOf(standIn.billed).input, 'the input of every request');

    const ended = await codex.stop();
    expect(ended).toMatchObject({ stopReason: 'user', survivors: 0, models: ['gpt-5.2-codex'] });
    await isBilledAtLeast(ended, codex);
    expect(sha256(readFileSync(join(home, '.codex', 'config.toml')))).toBe(config);
    expect(await processesOf(home)).toEqual([]);
  }, 240_000);

  it('goes on with the same conversation when it is resumed, and counts nothing of it again', async () => {
    const { codex, home } = await start('resume');
    await codex.submit('say:remember the cabbage');
    await codex.viewer.sees('REMEMBER THE CABBAGE');
    await equalsBill(codex, finished);
    await waitFor(() => standIn.billed.some(({ question }) => question.shellTool === null), { what: 'the request for a title' });
    const { resumeCommand } = await codex.stop();
    expect(resumeCommand).toMatch(/codex' resume [0-9a-f-]{36}$/);

    const before = standIn.billed.length;
    const again = await at(resumeCommand ?? '');
    await again.viewer.sees(REAL_CODEX.prompt, START_MS);
    await again.submit('say:what was it');
    await again.viewer.sees('WHAT WAS IT');
    await equalsBill(again, () => finished().slice(before));
    const [asked] = standIn.billed.slice(before).filter(({ question }) => question.shellTool !== null);
    expect(asked?.question.conversation?.join('\n')).toContain('remember the cabbage');
    const ended = await again.stop();
    expect(ended.resumeCommand).toBe(resumeCommand);
    expect(await processesOf(home)).toEqual([]);
  }, 240_000);

  it('is metered without its terminal interface', async () => {
    const { codex } = await start('exec', {}, ['exec', '--skip-git-repo-check', 'run:echo done$((1+1))'], null);
    const ended = await codex.end();
    expect(ended).toMatchObject({ stopReason: 'exited', exitCode: 0 });
    await equalsBill(codex, finished);
    expect(ended.resumeCommand).toMatch(/codex' resume [0-9a-f-]{36}$/);
  }, 120_000);

  it('is stopped at its budget in the middle of an answer, and asks its model nothing more', async () => {
    const { codex, home } = await start('budget', { budgetTokens: 6_000 });
    await codex.submit('say:green apples');
    await codex.viewer.sees('GREEN APPLES');
    await equalsBill(codex, finished);
    await codex.submit('count:5000');
    const ended = await codex.end();
    const endedAt = Date.now();

    expect(ended).toMatchObject({ stopReason: 'budget_exceeded', survivors: 0 });
    expect(ended.resumeCommand).not.toBeNull();
    expect(standIn.billed.find(({ question }) => question.prompt.includes('count:5000'))?.state).toBe('abandoned');
    const stopped = (await fleet.client.markers(codex.session.id)).find(({ type }) => type === 'stop_requested');
    expect(await processesOf(home)).toEqual([]);
    await sleep(AFTERLIFE_MS);
    const last = Math.max(...standIn.billed.map(({ at: time }) => time));
    expect(last).toBeLessThan(Date.parse(stopped?.at ?? '') + LAST_REQUEST_WITHIN_MS);
    expect(last).toBeLessThan(endedAt);
    await codex.shows(({ tokens }) => tokens.counted >= 6_000, 'what the budget was reached by');
  }, 240_000);

  it(`can be resumed after each of ${GRACEFUL_STOPS} stops, whatever it does`, async () => {
    const whenStopped = [
      ['at rest', async () => undefined],
      ['with a prompt half typed', async ({ viewer }: AgentAtWork) => { viewer.type('half a promp'); await viewer.sees('half a promp'); }],
      ['in the middle of an answer', async (codex: AgentAtWork) => { await codex.submit('count:2000'); await codex.viewer.sees('word5 '); }],
      ['while a tool runs', async (codex: AgentAtWork) => { await codex.submit('run:sleep 120'); await codex.viewer.sees(/Running|Waiting/); }],
    ] as const;
    const { home } = await start('graceful', {}, [], null).then(async ({ codex, home: place }) => { await codex.stop(); return { home: place }; });
    for (let round = 0; round < GRACEFUL_STOPS; round++) {
      const [state, bring] = whenStopped[round % whenStopped.length] ?? whenStopped[0];
      const { codex } = await start('graceful');
      await codex.submit(`say:round ${round} apples`);
      await codex.viewer.sees(`ROUND ${round} APPLES`);
      await bring(codex);
      const { resumeCommand, stopReason, survivors } = await codex.stop();
      expect({ state, stopReason, survivors, resumeCommand }).toEqual({
        state, stopReason: 'user', survivors: 0, resumeCommand: expect.stringMatching(/resume [0-9a-f-]{36}$/),
      });
      // Codex says the same itself when it may end in peace: it was not killed.
      const printed = Buffer.from(codex.viewer.bytes).toString();
      expect(printed).toContain(`codex resume ${(resumeCommand ?? '').slice(-36)}`);
      await atWork.pop()?.viewer.close();
    }
    expect(await processesOf(home)).toEqual([]);
  }, 600_000);
});

/** @param prompt what the person waits for; `null`: nothing */
async function start(name: string, options: Partial<CreateSession> = {}, parameters: string[] = [], prompt: RegExp | null = REAL_CODEX.prompt) {
  const home = join(root, `codex-${name}`);
  const codex = await at(codexCommand(binaries.codex, { home, repo: join(root, 'repo'), apiUrl: standIn.url }, parameters), options);
  if (prompt !== null) await codex.viewer.sees(prompt, START_MS);
  return { codex, home };
}

async function at(command: readonly string[] | string, options: Partial<CreateSession> = {}): Promise<AgentAtWork> {
  const started = await AgentAtWork.start(fleet.client, join(root, 'repo'), command, options);
  atWork.push(started);
  return started;
}

const finished = () => standIn.billed.filter(({ state }) => state === 'finished');
const abandoned = () => standIn.billed.filter(({ state }) => state === 'abandoned');
const sumOf = (requests: readonly BilledRequest[]): Bill => sumOfBills(requests.map(({ bill }) => bill));

/** Waits until the session's figures are the bill of these requests, to the token. */
async function equalsBill(codex: AgentAtWork, requests: () => readonly BilledRequest[]): Promise<void> {
  let expected = {};
  let shown: Session['tokens'] | undefined;
  await codex
    .shows(({ tokens }) => {
      const { input, cacheRead, cacheWrite5m, output } = sumOf(requests());
      expected = { input, cacheRead, cacheWrite: cacheWrite5m, output };
      shown = tokens;
      return Object.entries(expected).every(([name, count]) => tokens[name as keyof typeof tokens] === count);
    }, 'the bill of the model’s API')
    .catch((cause: unknown) => {
      throw new Error(`${JSON.stringify(shown)} is not the bill ${JSON.stringify(expected)}`, { cause });
    });
}

/** Finished requests to the token, request by request; the others by their input at least. */
async function isBilledAtLeast(ended: Session, { session }: AgentAtWork): Promise<void> {
  const usage = (await fleet.client.usage(session.id)).filter(({ partial }) => !partial);
  const counted = usage.map(({ tokens }) => tokens).map(({ input, cacheRead, output }) => `${input}/${cacheRead}/${output}`).sort();
  expect(counted).toEqual(finished().map(({ bill }) => `${bill.input}/${bill.cacheRead}/${bill.output}`).sort());
  const all = sumOf(standIn.billed);
  expect(ended.tokens.input).toBeGreaterThanOrEqual(all.input);
  // Reckoned, but not wildly: a request's prompt is the one before with its answer.
  expect(ended.tokens.input).toBeLessThan(all.input + 500);
}
