import { z } from 'zod';
import { type Bill, TOOL_CALL_TOKENS } from './bill.js';
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
    };
  },

  bill,

  events(question, answer, id): VendorEvent[] {
    const { tokens, blocks, stopReason } = contentOf(answer, id);
    return [
      event('message_start', { message: emptyMessage(id, question.model) }),
      ...blocks,
      event('content_block_stop', { index: 0 }),
      event('message_delta', { delta: { stop_reason: stopReason, stop_sequence: null }, usage: usage(tokens) }),
      event('message_stop', {}),
    ];
  },
};

function contentOf(answer: ScriptedAnswer, id: string): { tokens: number; blocks: VendorEvent[]; stopReason: string } {
  if (answer.kind === 'shell') {
    const input = JSON.stringify({ command: answer.command, description: 'Run the scripted command' });
    return {
      tokens: TOOL_CALL_TOKENS,
      stopReason: 'tool_use',
      blocks: [
        event('content_block_start', { index: 0, content_block: { type: 'tool_use', id: `toolu_${id}`, name: 'Bash', input: {} } }),
        event('content_block_delta', { index: 0, delta: { type: 'input_json_delta', partial_json: input } }, 0, TOOL_CALL_TOKENS),
      ],
    };
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

function event(name: string, fields: object, pauseMs = 0, tokens = 0): VendorEvent {
  return { name, data: { type: name, ...fields }, pauseMs, tokens };
}

function emptyMessage(id: string, model: string): object {
  // The real API sends a placeholder of 1 output token here; the true number comes with `message_delta`.
  return { id: `msg_${id}`, type: 'message', role: 'assistant', model, content: [], stop_reason: null, stop_sequence: null, usage: usage(1) };
}

function bill(output: number): Bill {
  return { input: 1200, cacheRead: 15_000, cacheWrite5m: 100, cacheWrite1h: 200, output };
}

function usage(output: number): object {
  const { input, cacheRead, cacheWrite5m, cacheWrite1h } = bill(output);
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
