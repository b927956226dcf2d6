import { z } from 'zod';
import { billOf, TOOL_CALL_TOKENS } from './bill.js';
import { type ScriptedAnswer } from './scripted-answer.js';
import { type ModelQuestion, type VendorApi, type VendorEvent } from './vendor-api.js';

const textBlockSchema = z.object({ type: z.literal('text'), text: z.string() });
const toolResultSchema = z.object({
  type: z.literal('tool_result'),
  content: z.union([z.string(), z.array(z.union([textBlockSchema, z.object({ type: z.string() })]))]).optional(),
});
const requestSchema = z.object({
  model: z.string(),
  messages: z.array(
    z.object({
      role: z.string(),
      content: z.union([z.string(), z.array(z.union([textBlockSchema, toolResultSchema, z.object({ type: z.string() })]))]),
    }),
  ),
  tools: z.array(z.object({ name: z.string() })).default([]),
});
type Content = z.infer<typeof requestSchema>['messages'][number]['content'];

/** The Messages API of Anthropic, streamed, as `claude` calls it. */
export const anthropicApi: VendorApi = {
  route: 'POST /v1/messages',

  readQuestion(body): ModelQuestion {
    const { model, messages, tools } = requestSchema.parse(body);
    const newest = messages.findLast((message) => message.role === 'user')?.content ?? '';
    return {
      model,
      prompt: textOf(newest),
      toolResult: toolResultOf(newest),
      shellTool: tools.find((tool) => tool.name === 'Bash')?.name ?? null,
      subagentTool: tools.find((tool) => tool.name === 'Agent' || tool.name === 'Task')?.name ?? null,
      conversation: messages.map(({ content }) => textOf(content)),
      turn: turnOf(messages),
    };
  },

  bill: (output, index) => billOf(index, output),

  events(question, answer, id, index): VendorEvent[] {
    const { tokens, blocks, stopReason } = contentOf(question, answer, id);
    return [
      event('message_start', { message: emptyMessage(id, question.model, index) }),
      ...blocks,
      event('content_block_stop', { index: 0 }),
      event('message_delta', { delta: { stop_reason: stopReason, stop_sequence: null }, usage: usage(tokens, index) }),
      event('message_stop', {}),
    ];
  },
};

function contentOf(question: ModelQuestion, answer: ScriptedAnswer, id: string): { tokens: number; blocks: VendorEvent[]; stopReason: string } {
  if (answer.kind === 'shell') return toolCall(id, 'Bash', { command: answer.command, description: 'Run the scripted command' });
  if (answer.kind === 'subagent') {
    const input = { description: 'Do the scripted work', prompt: answer.prompt, subagent_type: 'general-purpose', run_in_background: false };
    return toolCall(id, question.subagentTool ?? 'Agent', input);
  }
  return {
    tokens: answer.words.length,
    stopReason: 'end_turn',
    blocks: [
      event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
      ...answer.words.map((word, index) =>
        event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: index === 0 ? word : ` ${word}` } }, answer.pauseMs, 1),
      ),
    ],
  };
}

function toolCall(id: string, name: string, input: object): { tokens: number; blocks: VendorEvent[]; stopReason: string } {
  return {
    tokens: TOOL_CALL_TOKENS,
    stopReason: 'tool_use',
    blocks: [
      event('content_block_start', { index: 0, content_block: { type: 'tool_use', id: `toolu_${id}`, name, input: {} } }),
      event('content_block_delta', { index: 0, delta: { type: 'input_json_delta', partial_json: JSON.stringify(input) } }, 0, TOOL_CALL_TOKENS),
    ],
  };
}

function event(name: string, fields: object, pauseMs = 0, tokens = 0): VendorEvent {
  return { name, data: { type: name, ...fields }, pauseMs, tokens };
}

function emptyMessage(id: string, model: string, index: number): object {
  // The real API sends a placeholder of 1 output token here; the true number comes with `message_delta`.
  return { id: `msg_${id}`, type: 'message', role: 'assistant', model, content: [], stop_reason: null, stop_sequence: null, usage: usage(1, index) };
}

function usage(output: number, index: number): object {
  const { input, cacheRead, cacheWrite5m, cacheWrite1h } = billOf(index, output);
  return {
    input_tokens: input,
    cache_read_input_tokens: cacheRead,
    cache_creation_input_tokens: cacheWrite5m + cacheWrite1h,
    cache_creation: { ephemeral_5m_input_tokens: cacheWrite5m, ephemeral_1h_input_tokens: cacheWrite1h },
    output_tokens: output,
    service_tier: 'standard',
  };
}

function textOf(content: Content): string {
  if (typeof content === 'string') return content;
  return content.flatMap((block) => ('text' in block ? [block.text] : [])).join('\n');
}

function toolResultOf(content: Content): string | null {
  if (typeof content === 'string') return null;
  for (const block of content) {
    if (block.type !== 'tool_result') continue;
    return 'content' in block && block.content !== undefined ? textOf(block.content) : '';
  }
  return null;
}

/** The prompt of the turn that the newest message belongs to, and how many tool results it has had. */
function turnOf(messages: readonly { role: string; content: Content }[]): { prompt: string; calls: number } {
  const begin = messages.findLastIndex(({ role, content }) => role === 'user' && toolResultOf(content) === null);
  const results = messages.slice(begin + 1).filter(({ role, content }) => role === 'user' && toolResultOf(content) !== null);
  return { prompt: textOf(messages[begin]?.content ?? ''), calls: results.length };
}
