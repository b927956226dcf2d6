import { describe, expect, it } from '@jest/globals';
import { compareViews, type UsageView } from './usage-view.js';

const tokens = { input: 10, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 5 };
const view = (choices: Partial<UsageView> = {}): UsageView => ({
  ...{ usageId: 'u', source: 'transcript', partial: false, model: 'opus', tokens, costNanoUsd: 100, confidence: 'reported' },
  ...choices,
});

describe('compareViews', () => {
  it.each<[string, Partial<UsageView>, Partial<UsageView>]>([
    ['a finished response beats one that was broken off, whatever its source', {}, { partial: true, source: 'sdk', tokens: { ...tokens, output: 900 } }],
    ['the better source beats more tokens', { source: 'otel' }, { tokens: { ...tokens, output: 900 } }],
    ['more tokens beat a higher cost', { tokens: { ...tokens, output: 6 } }, { costNanoUsd: 900 }],
    ['the higher cost beats the lower', { costNanoUsd: 101 }, {}],
    ['the more trustworthy beats the less', {}, { confidence: 'assumed' }],
    ['the same number of tokens in other classes is still one order', { tokens: { ...tokens, input: 11, output: 4 } }, {}],
    ['a model that is known beats none', {}, { model: null }],
    ['names decide when nothing else does', { usageId: 'a' }, { usageId: 'b' }],
  ])('%s', (_, better, worse) => {
    expect(compareViews(view(better), view(worse))).toBeLessThan(0);
    expect(compareViews(view(worse), view(better))).toBeGreaterThan(0);
  });

  it('is 0 for the same view', () => {
    expect(compareViews(view(), view())).toBe(0);
  });
});
