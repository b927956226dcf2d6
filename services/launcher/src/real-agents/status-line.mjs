/**
 * A status line as a person might give one to `claude`, in the form that the fleet reads: Claude's own cost, and the
 * tokens of its transcript. Claude starts it after each answer, with its figures as JSON on stdin.
 */
import { existsSync, readFileSync } from 'node:fs';

const figures = JSON.parse(readFileSync(0, 'utf8'));
const { context_window: context, cost, transcript_path: transcript } = figures;

/** Claude writes one line a content block; those of one message repeat its usage. */
const usages = new Map();
if (existsSync(transcript)) {
  for (const line of readFileSync(transcript, 'utf8').split('\n').filter((text) => text.trim() !== '')) {
    const { message } = JSON.parse(line);
    if (message?.usage) usages.set(message.id, message.usage);
  }
}
const total = (name) => [...usages.values()].reduce((sum, usage) => sum + usage[name], 0);

process.stdout.write(
  [
    'AF',
    `ctx=${context.total_input_tokens}/${context.context_window_size}(${context.used_percentage ?? 0}%)`,
    `in=${total('input_tokens')}`,
    `out=${total('output_tokens')}`,
    `cost=$${cost.total_cost_usd.toFixed(5)}`,
  ].join('|'),
);
