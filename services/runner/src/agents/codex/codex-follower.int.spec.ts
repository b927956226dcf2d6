import { spawn } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@agents-fleet/platform';
import { waitFor } from '@agents-fleet/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Fact, ReportReply } from '../../control/protocol.js';
import type { AgentFollower, AgentTools, PreparedLaunch, SessionReporter } from '../agent-adapter.js';
import { AgentReceiver } from '../agent-receiver.js';
import { readProgram } from '../command-program.js';
import { codexAdapter } from './codex.js';
import { openRollouts } from './open-rollouts.js';

const logger = createLogger('codex-spec', 'silent');
const GOING: ReportReply = { limit: 'armed', stopping: false, budgetNanoUsd: null, budgetTokens: null, askingTokens: 0 };
const MAIN = '01a2148e-7580-71f1-aadb-bb560a279f69';
const fixture = (name: string) => new URL(`fixtures/${name}.jsonl`, import.meta.url);
const telemetry = readFileSync(fixture('telemetry-title-and-interrupt'), 'utf8').trim().split('\n');

let folder: string;
let receiver: AgentReceiver;
let tools: AgentTools;
let facts: Fact[];
let followers: AgentFollower[];

const reporter: SessionReporter = {
  report: (reported) => {
    facts.push(...reported);
    return Promise.resolve(GOING);
  },
  save: () => undefined,
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fleet-codex-'));
  receiver = await AgentReceiver.listen(folder, logger);
  tools = { receiver, logger, privateDirectory: () => folder };
  facts = [];
  followers = [];
});
afterEach(async () => {
  for (const follower of followers) await follower.close({ sessionEnded: true });
  await receiver.close();
  rmSync(folder, { recursive: true });
});

function prepare(command: string, sessionId = 'S'): Promise<PreparedLaunch> {
  const program = readProgram(command, new Set(['codex']));
  if (program === null) throw new Error('no program');
  return codexAdapter.prepare({ sessionId, command, program, repoPath: folder, environment: { HOME: folder } }, tools);
}

function follow(prepared: PreparedLaunch): AgentFollower {
  const follower = prepared.follow(reporter);
  followers.push(follower);
  return follower;
}

const post = (prepared: PreparedLaunch, body: string) => {
  const header = prepared.plan.environment['OTEL_EXPORTER_OTLP_HEADERS'] ?? '';
  const authorization = decodeURIComponent(header.replace('authorization=', ''));
  return fetch(`${receiver.url}/v1/logs`, { method: 'POST', headers: { authorization }, body });
};

/** A rollout as it lies on the disk, with its times moved to now: what is older is history. */
function rollout(threadId: string, name: string): string {
  const now = new Date();
  const parts = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0'));
  const directory = join(folder, '.codex', 'sessions', ...parts);
  mkdirSync(directory, { recursive: true });
  const path = join(directory, `rollout-${parts.join('-')}T00-00-00-${threadId}.jsonl`);
  const at = new Date(Date.now() + 1_000).toISOString();
  writeFileSync(path, readFileSync(fixture(name), 'utf8').replace(/^\{"timestamp":"[^"]+"/gm, `{"timestamp":"${at}"`));
  return path;
}

const usage = () => facts.flatMap((fact) => (fact.kind === 'usage' ? [fact.record] : []));
const sources = () => new Set(usage().map(({ source, agentSessionId }) => `${source} ${agentSessionId === MAIN ? 'main' : 'other'}`));

describe('a Codex that is followed', () => {
  it('is metered by the rollouts of the threads that its telemetry names, and by telemetry for the rest', async () => {
    const prepared = await prepare('codex');
    const follower = follow(prepared);
    rollout(MAIN, 'rollout-interrupted-by-stop');
    rollout('01a20000-0000-7000-8000-000000000000', 'rollout-fork');
    for (const body of telemetry) expect((await post(prepared, body)).status).toBe(200);
    await follower.settle();
    expect(sources()).toEqual(new Set(['rollout main', 'otel other']));
    expect(new Set(usage().map(({ requestId }) => requestId)).size).toBe(4);
    expect(facts).toContainEqual({ kind: 'resumable', agentSessionId: MAIN, command: `codex resume ${MAIN}` });
  });

  it('reports what its rollout says as it grows', async () => {
    const prepared = await prepare('codex');
    follow(prepared);
    const path = rollout(MAIN, 'rollout-interrupted-by-stop');
    const whole = readFileSync(path, 'utf8');
    writeFileSync(path, whole.slice(0, 2_000));
    await post(prepared, telemetry[0] ?? '');
    await waitFor(() => facts.some(({ kind }) => kind === 'activity'), { what: 'the first look' });
    appendFileSync(path, whole.slice(2_000));
    await waitFor(() => usage().some(({ source, partial }) => source === 'rollout' && partial), { what: 'the interrupted request' });
  });

  it('is found again by what an earlier runner saved, and goes on where that was', async () => {
    const prepared = await prepare('codex --search');
    const first = follow(prepared);
    rollout(MAIN, 'rollout-interrupted-by-stop');
    for (const body of telemetry) await post(prepared, body);
    await waitFor(() => usage().filter(({ source }) => source === 'rollout').length >= 2, { what: 'the requests' });
    const saved: unknown = JSON.parse(JSON.stringify(first.saved));
    await first.close({ sessionEnded: false });
    const before = new Set(usage().map(({ usageId }) => usageId));
    facts = [];
    const second = await codexAdapter.adopt('S', saved, reporter, tools);
    followers.push(second);
    await second.settle();
    expect(usage().filter(({ usageId, partial }) => !partial && !before.has(usageId))).toEqual([]);
    expect(facts).toContainEqual(expect.objectContaining({ kind: 'resumable', command: `codex --search resume ${MAIN}` }));
  });

  it('keeps its config as it is, and leaves telemetry of the person alone', async () => {
    mkdirSync(join(folder, '.codex'));
    const config = '[otel]\nexporter = { otlp-http = { endpoint = "https://x", protocol = "json" } }\n';
    writeFileSync(join(folder, '.codex', 'config.toml'), config);
    const { plan } = await prepare('codex');
    expect(plan).toMatchObject({ command: 'codex --no-daemon', environment: {} });
    expect(readFileSync(join(folder, '.codex', 'config.toml'), 'utf8')).toBe(config);
  });
});

(process.platform === 'linux' ? describe : describe.skip)('rollouts that are open', () => {
  it('are those of the session’s processes only', async () => {
    const paths = ['a', 'b'].map((name) => {
      const path = join(folder, `rollout-2026-01-01T00-00-00-01a20000-0000-7000-8000-00000000000${name}.jsonl`);
      cpSync(fixture('rollout-fork'), path);
      return path;
    });
    const holders = paths.map((path, index) =>
      spawn('sh', ['-c', `exec 9<"${path}"; echo open; read line`], { env: { ...process.env, AGENTS_FLEET_SESSION_ID: index === 0 ? 'MINE' : 'OTHER' } }),
    );
    try {
      await Promise.all(holders.map((holder) => new Promise((resolve) => holder.stdout.once('data', resolve))));
      expect([...openRollouts('MINE')]).toEqual([['01a20000-0000-7000-8000-00000000000a', paths[0]]]);
    } finally {
      for (const holder of holders) holder.kill();
    }
  });
});
