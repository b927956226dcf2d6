import { describe, expect, it } from '@jest/globals';
import { figureWords, worstConfidence } from './figure-source.js';

const library = { kind: 'library' as const, name: 'genai-prices', asOf: '2026-11-01' };
const assumed = { kind: 'default' as const, name: 'USD 3 in / 15 out per 1M tokens', asOf: null };

describe('figureWords', () => {
  it.each([
    [{ confidence: 'exact', agent: 'claude', source: 'otel' }, 'Exact: from Claude Code’s telemetry'],
    [{ confidence: 'exact', agent: 'claude', source: 'otel', priceSource: library }, 'Exact: from Claude Code’s telemetry. Price: genai-prices, as of 2026-11-01'],
    [{ confidence: 'reported', agent: 'codex', source: 'rollout' }, 'Reported: from Codex’s rollout'],
    [{ confidence: 'reported', agent: 'shell', source: 'statusline' }, 'Reported: from the status line that the program prints'],
    [{ confidence: 'estimated', agent: 'gemini', source: 'estimate' }, 'Estimated from characters'],
    [{ confidence: 'estimated', agent: 'claude', source: 'otel' }, 'Estimated in part: from Claude Code’s telemetry, interrupted responses as far as they were seen'],
    [{ confidence: 'estimated', agent: 'shell', source: 'statusline' }, 'Estimated in part: cost from the status line that the program prints, tokens from characters'],
    [{ confidence: 'estimated', agent: null, source: null }, 'Estimated in part'],
    [{ confidence: 'assumed', agent: 'claude', source: 'otel' }, 'Tokens from Claude Code’s telemetry. Assumed price: USD 3 / 15 per million tokens'],
    [{ confidence: 'assumed', agent: 'shell', source: 'estimate', priceSource: assumed }, 'Tokens from characters, four to a token. Assumed price: USD 3 in / 15 out per 1M tokens'],
    [{ confidence: 'reported', agent: null, source: null }, 'Reported by the agents'],
  ] as const)('of %j', (figure, words) => {
    expect(figureWords(figure)).toBe(words);
  });
});

describe('worstConfidence', () => {
  it('is that of a sum, and says nothing of no figures', () => {
    expect(worstConfidence([{ confidence: 'exact' }, { confidence: null }, { confidence: 'estimated' }, { confidence: 'reported' }])).toBe('estimated');
    expect(worstConfidence([{ confidence: null }])).toBeNull();
  });
});
