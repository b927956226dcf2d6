import { mkdtempSync, readFileSync, rmSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@agents-fleet/platform';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Fact, ReportReply } from '../../control/protocol.js';
import type { AgentFollower, AgentTools, PreparedLaunch, SessionReporter } from '../agent-adapter.js';
import { AgentReceiver } from '../agent-receiver.js';
import { readProgram } from '../command-program.js';
import { geminiAdapter } from './gemini.js';

const logger = createLogger('gemini-spec', 'silent');
const GOING: ReportReply = { limit: 'armed', stopping: false, budgetNanoUsd: null, budgetTokens: null, askingTokens: 0 };
const bodies = readFileSync(new URL('fixtures/telemetry-turns-interrupt-resume.jsonl', import.meta.url), 'utf8').trim().split('\n');

let folder: string;
let receiver: AgentReceiver;
let tools: AgentTools;
let facts: Fact[];

const reporter: SessionReporter = {
  report: (reported) => {
    facts.push(...reported);
    return Promise.resolve(GOING);
  },
  save: () => undefined,
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fleet-gemini-'));
  receiver = await AgentReceiver.listen(folder, logger);
  tools = { receiver, logger, privateDirectory: () => folder };
  facts = [];
});
afterEach(async () => {
  await receiver.close();
  rmSync(folder, { recursive: true });
});

function prepare(command: string): Promise<PreparedLaunch> {
  const program = readProgram(command, new Set(['gemini']));
  if (program === null) throw new Error('no program');
  return geminiAdapter.prepare({ sessionId: 'S', command, program, repoPath: folder, environment: { HOME: folder } }, tools);
}

async function post(url: string | undefined, body: string): Promise<void> {
  expect((await fetch(`${url ?? ''}/v1/logs`, { method: 'POST', body })).status).toBe(200);
}

describe('a Gemini CLI that is followed', () => {
  it('is metered by what it posts, and goes on after a restart of the runner', async () => {
    const { plan, follow } = await prepare('gemini --yolo');
    expect(plan.command).toBe('gemini --yolo');
    const url = plan.environment['GEMINI_TELEMETRY_OTLP_ENDPOINT'];
    const first = follow(reporter);
    await post(url, bodies[0] ?? '');
    await first.close({ sessionEnded: false });
    const second: AgentFollower = await geminiAdapter.adopt('S', JSON.parse(JSON.stringify(first.saved)), reporter, tools);
    for (const body of bodies.slice(1)) await post(url, body);
    await second.settle();
    await second.close({ sessionEnded: true });
    const usage = facts.flatMap((fact) => (fact.kind === 'usage' ? [fact.record] : []));
    expect(usage.every(({ source, agentSessionId }) => source === 'otel' && agentSessionId === '8aa526a5-7264-40ea-a7c8-64e523c136ad')).toBe(true);
    expect(new Set(usage.map(({ usageId }) => usageId)).size).toBe(usage.length);
    expect(facts).toContainEqual({
      kind: 'resumable', agentSessionId: '8aa526a5-7264-40ea-a7c8-64e523c136ad', command: 'gemini --yolo --resume 8aa526a5-7264-40ea-a7c8-64e523c136ad',
    });
    expect(facts).toContainEqual({ kind: 'asking', asking: true });
  });

  it('leaves telemetry of the person alone', async () => {
    mkdirSync(join(folder, '.gemini'));
    writeFileSync(join(folder, '.gemini', 'settings.json'), '{ "telemetry": { "target": "gcp", "enabled": true } }');
    expect((await prepare('gemini')).plan).toMatchObject({ environment: {}, metering: 'characters' });
  });
});
