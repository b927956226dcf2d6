import { describe, expect, it } from '@jest/globals';
import { usageRecordSchema } from '@agents-fleet/contracts';
import { StatusLineReader } from './status-line-reader.js';
import { statusLineOf } from './status-line.js';
import { addStatusLine, newMeter } from './usage-meter.js';

const LARGEST = Number.MAX_SAFE_INTEGER;

describe('statusLineOf', () => {
  it('gives tokens, and USD as nano-USD', () => {
    expect(statusLineOf({ inputTokens: '1200', outputTokens: '35', usd: '0.0304' })).toEqual({ inputTokens: 1_200, outputTokens: 35, costNanoUsd: 30_400_000 });
  });

  it('keeps figures that no number holds at the largest', () => {
    const absurd = { inputTokens: '9'.repeat(20), outputTokens: '9'.repeat(400), usd: `${'9'.repeat(90)}.5` };
    expect(statusLineOf(absurd)).toEqual({ inputTokens: LARGEST, outputTokens: LARGEST, costNanoUsd: LARGEST });
  });

  it('makes usage of a hostile line that every reader of the event takes', () => {
    const hostile = `AF|ctx=1/200000(0%)|in=${'9'.repeat(400)}|out=1|cost=$${'9'.repeat(80)} `;
    const [line] = new StatusLineReader().feed(Buffer.from(hostile));
    if (line === undefined) throw new Error('the line was not found');
    expect(usageRecordSchema.safeParse(addStatusLine(newMeter(), 'S', line).record)).toMatchObject({ success: true });
  });
});
