import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@agents-fleet/platform';
import { waitFor } from '@agents-fleet/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Fact, ReportReply } from '../../control/protocol.js';
import { AgentReceiver } from '../agent-receiver.js';
import { readProgram } from '../command-program.js';
import { ReportLostError, type AgentFollower, type AgentTools, type SessionReporter } from '../agent-adapter.js';
import { claudeAdapter } from './claude.js';
import { claudeSavedSchema } from './claude-saved.js';

const logger = createLogger('claude-spec', 'silent');
const GOING: ReportReply = { limit: 'armed', stopping: false, budgetNanoUsd: 1_000_000_000, budgetTokens: null, askingTokens: 40 };

let folder: string;
let tools: AgentTools;
let receiver: AgentReceiver;
let facts: Fact[];
let reply: ReportReply;
let follower: AgentFollower;
let url: string;
let transcript: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fleet-claude-'));
  receiver = await AgentReceiver.listen(folder, logger);
  tools = { receiver, logger, privateDirectory: () => folder };
  transcript = join(folder, 'a.jsonl');
  writeFileSync(transcript, '');
  facts = [];
  reply = GOING;
  away = false;
  const command = 'claude --model opus "fix it"';
  const program = readProgram(command, new Set(['claude']));
  if (program === null) throw new Error('no program');
  const prepared = await claudeAdapter.prepare({ sessionId: 'S', command, program, repoPath: folder, environment: { HOME: folder } }, tools);
  url = prepared.plan.environment['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? '';
  follower = prepared.follow(reporter);
});
afterEach(async () => {
  await follower.close({ sessionEnded: true });
  await receiver.close();
  rmSync(folder, { recursive: true });
});

/** Whether the pty-host is away. */
let away = false;
const reporter: SessionReporter = {
  report: (reported) => {
    if (away) return Promise.reject(new ReportLostError('away'));
    facts.push(...reported);
    return Promise.resolve(reply);
  },
  save: () => undefined,
};

async function post(path: string, body: object): Promise<unknown> {
  const answer = await fetch(`${url}/${path}`, { method: 'POST', body: JSON.stringify(body) });
  expect(answer.status).toBe(200);
  return answer.json();
}

const hook = (hook_event_name: string, more: object = {}) => post('hook', { hook_event_name, session_id: 'a', transcript_path: transcript, ...more });

function answer(requestId: string, { at = Date.now(), stop = 'tool_use' as string | null, output = 5 } = {}): void {
  const usage = { input_tokens: 100, cache_read_input_tokens: 10, cache_creation_input_tokens: 0, output_tokens: output };
  const content = [{ type: 'tool_use', id: `tool-${requestId}`, name: 'Bash', input: {} }];
  const line = { type: 'assistant', timestamp: new Date(at).toISOString(), sessionId: 'a', requestId, message: { id: `m-${requestId}`, model: 'm', stop_reason: stop, content, usage } };
  appendFileSync(transcript, `${JSON.stringify(line)}\n`);
}

const interrupt = () => {
  const message = { role: 'user', content: [{ type: 'text', text: '[Request interrupted by user]' }] };
  appendFileSync(transcript, `${JSON.stringify({ type: 'user', timestamp: new Date().toISOString(), message })}\n`);
};

const usage = () => facts.flatMap((fact) => (fact.kind === 'usage' ? [[fact.record.requestId, fact.record.source, fact.record.tokens.output]] : []));
const activities = () => facts.flatMap((fact) => (fact.kind === 'activity' ? [fact.activity] : []));

describe('a followed session of Claude Code', () => {
  it('accounts the response that asks for a tool, and ends the turn when the budget is used up', async () => {
    await hook('SessionStart', { source: 'startup' });
    await hook('UserPromptSubmit', { prompt_id: 'p' });
    answer('r1');
    expect(await hook('PreToolUse', { tool_use_id: 'tool-r1' })).toEqual({});
    expect(usage()).toEqual([['r1', 'transcript', 5]]);
    await hook('PostToolUse', { tool_use_id: 'tool-r1' });
    reply = { ...GOING, limit: 'reached' };
    answer('r2');
    expect(await hook('PreToolUse', { tool_use_id: 'tool-r2' })).toEqual({ continue: false, stopReason: 'Budget reached: $1.00' });
    expect(usage()).toEqual([['r1', 'transcript', 5], ['r2', 'transcript', 5]]);
  });

  it('loses no usage while nobody takes its reports', async () => {
    await hook('SessionStart', { source: 'startup' });
    away = true;
    answer('r1');
    expect(await hook('PreToolUse', { tool_use_id: 'tool-r1' })).toEqual({});
    expect(usage()).toEqual([]);
    away = false;
    await waitFor(() => usage().length > 0);
    expect(usage()).toEqual([['r1', 'transcript', 5]]);
  });

  it('lets the tool run when its response is nowhere to be found', async () => {
    await hook('SessionStart', { source: 'startup' });
    expect(await hook('PreToolUse', { tool_use_id: 'tool-x' })).toEqual({});
  });

  it('waits for nothing when there is no budget', async () => {
    reply = { ...GOING, limit: 'none', budgetNanoUsd: null };
    await hook('SessionStart', { source: 'startup' });
    answer('r1');
    expect(await hook('PreToolUse', { tool_use_id: 'tool-r1' })).toEqual({});
    await waitFor(() => usage().length === 1);
  });

  it('says how to go on once there is something to go on from', async () => {
    await hook('SessionStart', { source: 'startup' });
    expect(facts.some(({ kind }) => kind === 'resumable')).toBe(false);
    await hook('UserPromptSubmit');
    await hook('UserPromptSubmit');
    expect(facts.filter(({ kind }) => kind === 'resumable')).toEqual([{ kind: 'resumable', agentSessionId: 'a', command: 'claude --model opus --resume a' }]);
  });

  it('tells what the agent does, also after an interruption, of which no hook tells', async () => {
    await hook('SessionStart', { source: 'startup' });
    await hook('UserPromptSubmit');
    answer('r1', { stop: null, output: 1 });
    interrupt();
    await waitFor(() => activities().at(-1) === 'waiting' && activities().includes('working'));
    await waitFor(() => usage().length > 0);
    expect(usage()).toEqual([['r1', 'transcript', 1]]);
  });

  it('counts a request by its prompt when it was interrupted before it left a trace', async () => {
    await hook('SessionStart', { source: 'startup' });
    await hook('UserPromptSubmit');
    answer('r1', { stop: 'end_turn' });
    await hook('Stop');
    await hook('UserPromptSubmit');
    interrupt();
    await waitFor(() => usage().length === 2);
    expect(usage()).toEqual(expect.arrayContaining([['r1', 'transcript', 5], ['S:unseen:1', 'estimate', 40]]));
    await follower.settle();
    expect(usage()).toHaveLength(2);
  });

  it('leaves out what a resumed conversation holds from before', async () => {
    answer('old', { at: Date.now() - 60_000 });
    await hook('SessionStart', { source: 'resume' });
    answer('new', { stop: 'end_turn' });
    await follower.settle();
    expect(usage()).toEqual([['new', 'transcript', 5]]);
  });

  it('measures the context', async () => {
    await post('status', { session_id: 'a', model: { id: 'm' }, context_window: { total_input_tokens: 500, context_window_size: 1000 } });
    expect(facts).toContainEqual({ kind: 'context', agentSessionId: 'a', model: 'm', usedTokens: 500, windowTokens: 1000 });
  });

  it('is taken up by the next runner', async () => {
    await hook('SessionStart', { source: 'startup' });
    await hook('UserPromptSubmit');
    const saved = claudeSavedSchema.parse(JSON.parse(JSON.stringify(follower.saved)));
    await follower.close({ sessionEnded: false });
    answer('meanwhile', { stop: 'end_turn' });
    follower = await claudeAdapter.adopt('S', saved, reporter, tools);
    await waitFor(() => usage().length === 1);
    expect(usage()).toEqual([['meanwhile', 'transcript', 5]]);
    expect(await hook('Stop')).toEqual({});
  });
});
