import { z } from 'zod';
import { type Bill, TOOL_CALL_TOKENS } from './bill.js';
import { type ScriptedAnswer } from './scripted-answer.js';
import { type ModelQuestion, type VendorApi, type VendorEvent } from './vendor-api.js';

const messageSchema = z.object({
  type: z.literal('message'),
  role: z.string(),
  content: z.array(z.object({ text: z.string().optional() })),
});
const toolOutputSchema = z.object({ type: z.literal('function_call_output'), output: z.unknown() });
const toolSchema = z.object({ type: z.string(), name: z.string().optional() });
const requestSchema = z.object({
  model: z.string(),
  input: z.array(z.union([messageSchema, toolOutputSchema, z.object({ type: z.string() })])),
  tools: z.array(toolSchema.extend({ tools: z.array(toolSchema).optional() })).default([]),
});

/** The names under which `codex` has offered its shell. */
const SHELL_TOOLS = ['exec_command', 'shell_command', 'shell'];

/** The tool by which `codex` starts a subagent; one of a namespace, which has the name that the request tells. */
const SUBAGENT_TOOL = 'spawn_agent';

/** The Responses API of OpenAI, streamed, as `codex` calls it. */
export const openaiApi: VendorApi = {
  route: 'POST /v1/responses',

  readQuestion(body): ModelQuestion {
    const { model, input, tools } = requestSchema.parse(body);
    const newestMessage = input.findLast((item) => 'role' in item && item.role === 'user');
    const last = input.at(-1);
    return {
      model,
      prompt: newestMessage && 'content' in newestMessage ? textOf(newestMessage) : '',
      toolResult: last && 'output' in last ? outputText(last.output) : null,
      shellTool: tools.find((tool) => SHELL_TOOLS.includes(tool.name ?? ''))?.name ?? null,
      subagentTool: tools.find((tool) => tool.tools?.some(({ name }) => name === SUBAGENT_TOOL))?.name ?? null,
      conversation: input.flatMap((item) => ('content' in item ? [textOf(item)] : [])),
    };
  },

  bill,

  events(question, answer, id, index): VendorEvent[] {
    const { item, tokens, deltas } = outputOf(answer, question, id);
    const response = { id: `resp_${id}`, object: 'response', model: question.model };
    return [
      event('response.created', { response: { ...response, status: 'in_progress', output: [] } }),
      event('response.output_item.added', { output_index: 0, item: { ...item, status: 'in_progress', ...('content' in item ? { content: [] } : {}) } }),
      ...deltas,
      event('response.output_item.done', { output_index: 0, item }),
      event('response.completed', { response: { ...response, status: 'completed', output: [item], usage: usage(tokens, index) } }),
    ];
  },
};

function outputOf(answer: ScriptedAnswer, question: ModelQuestion, id: string): { item: object; tokens: number; deltas: VendorEvent[] } {
  if (answer.kind === 'subagent') return functionCall(id, { namespace: question.subagentTool, name: SUBAGENT_TOOL, arguments: JSON.stringify({ message: answer.prompt }) });
  if (answer.kind === 'shell') {
    const name = question.shellTool ?? 'shell';
    const args = JSON.stringify(name === 'exec_command' ? { cmd: answer.command } : { command: name === 'shell' ? ['bash', '-c', answer.command] : answer.command });
    return functionCall(id, { name, arguments: args });
  }
  const itemId = `msg_${id}`;
  return {
    item: {
      id: itemId,
      type: 'message',
      role: 'assistant',
      status: 'completed',
      content: [{ type: 'output_text', text: answer.words.join(' '), annotations: [] }],
    },
    tokens: answer.words.length,
    deltas: answer.words.map((word, index) =>
      event('response.output_text.delta', { item_id: itemId, output_index: 0, content_index: 0, delta: index === 0 ? word : ` ${word}` }, answer.pauseMs, 1),
    ),
  };
}

function functionCall(id: string, call: { namespace?: string | null | undefined; name: string; arguments: string }): { item: object; tokens: number; deltas: VendorEvent[] } {
  return {
    item: { id: `fc_${id}`, type: 'function_call', status: 'completed', call_id: `call_${id}`, ...call },
    tokens: TOOL_CALL_TOKENS,
    deltas: [event('response.function_call_arguments.delta', { item_id: `fc_${id}`, output_index: 0, delta: call.arguments }, 0, TOOL_CALL_TOKENS)],
  };
}

function event(name: string, fields: object, pauseMs = 0, tokens = 0): VendorEvent {
  return { name, data: { type: name, ...fields }, pauseMs, tokens };
}

/** Tokens of thinking that an answer is billed for, and that nobody sees. */
const REASONING_TOKENS = 6;

/** Each request is billed a little more than the one before, as a conversation grows; the cache has one price to write to. */
function bill(output: number, index: number): Bill {
  return { input: 1200 + 3 * index, cacheRead: 15_000 + 5 * index, cacheWrite5m: 60 + index, cacheWrite1h: 0, output: output === 0 ? 0 : output + REASONING_TOKENS };
}

/** In this API `input_tokens` includes what came from the cache and went to it, and `output_tokens` the reasoning. */
function usage(tokens: number, index: number): object {
  const { input, cacheRead, cacheWrite5m, output } = bill(tokens, index);
  const prompt = input + cacheRead + cacheWrite5m;
  return {
    input_tokens: prompt,
    input_tokens_details: { cached_tokens: cacheRead, cache_write_tokens: cacheWrite5m },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: REASONING_TOKENS },
    total_tokens: prompt + output,
  };
}

function textOf({ content }: z.infer<typeof messageSchema>): string {
  return content.map((part) => part.text ?? '').join('\n');
}

function outputText(output: unknown): string {
  return typeof output === 'string' ? output : JSON.stringify(output);
}
