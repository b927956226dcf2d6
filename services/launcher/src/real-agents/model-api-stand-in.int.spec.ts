import { request } from 'node:http';
import { waitFor } from '@agents-fleet/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sumOfBills } from './bill.js';
import { ModelApiStandIn } from './model-api-stand-in.js';

const BASH = [{ name: 'Bash', input_schema: {} }];
const EXEC = [{ type: 'function', name: 'exec_command' }];
const toClaude = (content: unknown, tools: object[] = BASH) => ({ model: 'claude-opus-5-5', stream: true, tools, messages: [{ role: 'user', content }] });
const toCodex = (text: string) => ({ model: 'gpt-5.2-codex', stream: true, tools: EXEC, input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text }] }] });

let standIn: ModelApiStandIn;
beforeEach(async () => { standIn = await ModelApiStandIn.start(); });
afterEach(() => standIn.stop());

async function post(path: string, body: unknown): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${standIn.url}${path}`, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });
  return { status: answer.status, text: await answer.text() };
}
const dataOf = (text: string) => text.split('\n').filter((line) => line.startsWith('data: ')).map((line) => JSON.parse(line.slice(6)) as Record<string, unknown>);

describe('the stand-in of the model APIs', () => {
  it('streams a message as Anthropic does, and bills what it says', async () => {
    const { text } = await post('/v1/messages?beta=true', toClaude([{ type: 'text', text: 'say:green apples' }]));
    const events = dataOf(text);
    expect(events.map(({ type }) => type)).toEqual([
      'message_start', 'content_block_start', 'content_block_delta', 'content_block_delta', 'content_block_stop', 'message_delta', 'message_stop',
    ]);
    expect(events.at(-2)).toMatchObject({ delta: { stop_reason: 'end_turn' }, usage: { input_tokens: 1200, output_tokens: 2 } });
    expect(standIn.billed).toMatchObject([{ state: 'finished', bill: { input: 1200, cacheRead: 15_000, cacheWrite5m: 100, cacheWrite1h: 200, output: 2 } }]);
  });

  it('streams a response as OpenAI does, whose input includes the cache', async () => {
    const { text } = await post('/v1/responses', toCodex('say:pears'));
    const completed = dataOf(text).at(-1);
    expect(completed).toMatchObject({ type: 'response.completed', response: { usage: { input_tokens: 16_260, input_tokens_details: { cached_tokens: 15_000, cache_write_tokens: 60 }, output_tokens: 7, output_tokens_details: { reasoning_tokens: 6 } } } });
    expect(standIn.billed[0]?.bill).toEqual({ input: 1200, cacheRead: 15_000, cacheWrite5m: 60, cacheWrite1h: 0, output: 7 });
  });

  it('calls a tool, and ends the turn with its result', async () => {
    const call = await post('/v1/messages', toClaude('run:ls'));
    expect(call.text).toContain('"stop_reason":"tool_use"');
    const result = await post('/v1/messages', toClaude([{ type: 'tool_result', tool_use_id: 'x', content: 'a.txt' }]));
    expect(result.text).toContain('A.TXT');
  });

  it('follows the script only for a person’s prompt: a title has no tools', async () => {
    expect((await post('/v1/messages', toClaude('say:green', []))).text).toContain('"text":"ok"');
  });

  it('bills an abandoned answer up to where the agent hung up', async () => {
    const agent = request(`${standIn.url}/v1/messages`, { method: 'POST' });
    agent.on('error', (error: NodeJS.ErrnoException) => { expect(error.code).toBe('ECONNRESET'); });
    agent.end(JSON.stringify(toClaude('count:500')));
    await waitFor(() => sumOfBills(standIn.billed.map(({ bill }) => bill)).output >= 3);
    agent.destroy();
    await waitFor(() => standIn.billed[0]?.state === 'abandoned');
    expect(standIn.billed[0]?.bill.output).toBeLessThan(500);
  });

  it('refuses what is no request of the API, and goes on', async () => {
    expect((await post('/v1/messages', '{broken')).status).toBe(400);
    expect((await post('/v1/nothing', {})).status).toBe(404);
    expect(standIn.otherRoutes).toEqual(['POST /v1/nothing']);
    expect((await post('/v1/messages', toClaude('say:pears'))).status).toBe(200);
  });
});
