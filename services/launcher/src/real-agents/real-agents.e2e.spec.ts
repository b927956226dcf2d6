import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CreateSession, type Session } from '@agents-fleet/contracts';
import { type TemporaryDirectory, temporaryDirectory, waitFor } from '@agents-fleet/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type FleetClient } from '../fleet-client/fleet-client.js';
import { type RunningFleet, startFleet } from '../fleet-client/running-fleet.js';
import { type SessionViewer } from '../fleet-client/session-viewer.js';
import { withStatusLine } from './agent-command.js';
import { claudeCost, sumOfBills } from './bill.js';
import { ModelApiStandIn } from './model-api-stand-in.js';
import { processesOf } from './processes-of.js';
import { type AgentBinaries, agentBinaries, REAL_CLAUDE, REAL_CODEX, type RealAgent } from './real-agents.js';

/** Longer than the agents' own retries need to come back, so a surviving process would be noticed. */
const AFTERLIFE_MS = 5_000;
/** An agent shows its prompt within 2 s on an idle machine; a busy one takes much longer to load 380 MB. */
const START_MS = 60_000;

let directory: TemporaryDirectory;
let fleet: RunningFleet;
let client: FleetClient;
let binaries: AgentBinaries;
let standIn: ModelApiStandIn;
const viewers: SessionViewer[] = [];

beforeAll(async () => {
  directory = await temporaryDirectory();
  mkdirSync(join(directory.path, 'repo'));
  binaries = await agentBinaries();
  fleet = await startFleet(join(directory.path, 'data'), realpathSync(directory.path));
  client = fleet.client;
}, 600_000);

afterEach(async () => {
  for (const viewer of viewers.splice(0)) await viewer.close();
  await standIn.stop();
});

afterAll(async () => {
  await fleet.stop();
  await directory.remove();
}, 60_000);

describe.each([REAL_CLAUDE, REAL_CODEX])('the real $name', (agent) => {
  it('takes prompts in a live terminal, and nothing of it is left after Stop', async () => {
    const { session, viewer, home } = await start(agent, 'stopped');
    await viewer.sees(agent.prompt, START_MS);

    await submit(viewer, 'say:green apples');
    await viewer.sees('GREEN APPLES');
    await submit(viewer, 'run:echo forty$((40+2))');
    await viewer.sees('FORTY42');
    // It waits for the next prompt, as far as its adapter knows.
    expect(['running', 'waiting']).toContain((await client.session(session.id)).status);
    await waitFor(async () => (await client.terminal(session.id)).includes('FORTY42'), { what: 'the answer in the record' });
    expect(await processesOf(home)).not.toEqual([]);

    await client.stop(session.id);
    const ended = await end(session, viewer);
    expect(ended).toMatchObject({ stopReason: 'user', survivors: 0 });
    expect(await processesOf(home)).toEqual([]);
    expect(sha256(await client.terminal(session.id))).toBe(sha256(viewer.bytes));
  }, 120_000);

  it('is stopped at its budget in the middle of an answer, and asks its model nothing more', async () => {
    // Of Claude what is new on the screen counts meanwhile; of Codex also what its first prompt is reckoned to have.
    const budgetTokens = agent === REAL_CLAUDE ? 1000 : 6000;
    const { session, viewer, home } = await start(agent, 'budget', { budgetTokens });
    await viewer.sees(agent.prompt, START_MS);

    await submit(viewer, 'count:5000');
    const ended = await end(session, viewer);
    const asked = standIn.billed.length;

    expect(ended).toMatchObject({ stopReason: 'budget_exceeded', survivors: 0 });
    await recorded(session, ({ tokens }) => tokens.counted >= budgetTokens);
    expect((await client.markers(session.id)).map((marker) => marker.type)).toEqual(
      expect.arrayContaining(['budget_warned', 'budget_exceeded', 'stop_requested', 'process_exit']),
    );
    expect(await processesOf(home)).toEqual([]);
    expect(standIn.billed.find((request) => request.question.prompt.includes('count:5000'))?.state).toBe('abandoned');
    await sleep(AFTERLIFE_MS);
    expect(standIn.billed.slice(asked)).toEqual([]);
  }, 180_000);
});

/** An agent that a person starts in a shell has no adapter: it is metered by what its terminal shows. */
describe('the real claude in a shell, with a status line that the fleet reads', () => {
  it('has the cost that its model’s API billed, and is stopped when that reaches the budget', async () => {
    const { session, viewer, home } = await start(REAL_CLAUDE, 'status-line', { budgetUsd: 0.015 }, withStatusLine(), (command) => `(${command})`);
    await viewer.sees(REAL_CLAUDE.prompt, START_MS);

    await submit(viewer, 'say:green apples');
    await viewer.sees('GREEN APPLES');
    const running = await recorded(session, ({ usageSource, confidence }) => usageSource === 'statusline' && confidence === 'reported');
    const bill = sumOfBills(standIn.billed.map((request) => request.bill));
    expect(running).toMatchObject({ status: 'running' });
    expect(running.costUsd).toBeCloseTo(claudeCost(bill), 5);
    expect(running.tokens).toMatchObject({ input: bill.input, output: bill.output });

    await submit(viewer, 'say:yellow pears');
    const ended = await end(session, viewer);
    expect(ended).toMatchObject({ stopReason: 'budget_exceeded', survivors: 0 });
    const billed = claudeCost(sumOfBills(standIn.billed.map((request) => request.bill)));
    await recorded(session, ({ costUsd }) => costUsd.toFixed(5) === billed.toFixed(5));
    expect(await processesOf(home)).toEqual([]);
  }, 120_000);
});

async function start(agent: RealAgent, name: string, budget: Pick<CreateSession, 'budgetTokens' | 'budgetUsd'> = {}, options: string[] = [], wrapped = (command: string) => command) {
  standIn = await ModelApiStandIn.start();
  const root = realpathSync(directory.path);
  const home = join(root, `${agent.name}-${name}`);
  const repo = join(root, 'repo');
  const command = agent.command(binaries, { home, repo, apiUrl: standIn.url }, options).map(quoted).join(' ');
  const session = await client.startSession({ kind: 'pty', repoPath: repo, command: wrapped(command), cols: 100, rows: 30, ...budget });
  const viewer = await client.view(session);
  viewers.push(viewer);
  return { session, viewer, home };
}

/** Types a prompt and submits it once the agent has taken it: text and Enter in one piece would be a paste. */
async function submit(viewer: SessionViewer, prompt: string): Promise<void> {
  viewer.type(prompt);
  await viewer.sees(prompt);
  viewer.type('\r');
}

/** Waits until the session is over for its viewer, and in the API with the whole record. */
async function end(session: Session, viewer: SessionViewer): Promise<Session> {
  await viewer.ended(90_000);
  return recorded(session, ({ status, lastChunk }) => status === 'ended' && lastChunk === viewer.lastChunk);
}

/** Waits until the API says this of a session: what it shows is a moment behind what a viewer sees. */
function recorded({ id }: Session, condition: (session: Session) => boolean): Promise<Session> {
  return waitFor(
    async () => {
      const session = await client.session(id);
      return condition(session) && session;
    },
    { timeoutMs: 20_000, what: `a session with ${condition.toString()}` },
  );
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
