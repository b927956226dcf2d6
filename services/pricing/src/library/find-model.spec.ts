import { beforeAll, describe, expect, it } from '@jest/globals';
import { calcPrice } from '@pydantic/genai-prices';
import { findModel } from './find-model.js';
import { loadLibraryTable, type LibraryTable } from './library-table.js';

let table: LibraryTable;
beforeAll(async () => { table = await loadLibraryTable(); });

const found = (name: string) => {
  const { vendor, model } = findModel(table, name) ?? {};
  return vendor && model ? `${vendor.id}/${model.id}` : null;
};
/** What the library itself finds, when it is not told whose model it is. */
const theirs = (name: string) => {
  const price = calcPrice({}, name);
  return price === null ? null : `${price.provider.id}/${price.model.id}`;
};

describe('findModel', () => {
  it.each([
    ['claude-opus-5-5', 'anthropic/claude-opus-5-5'],
    ['claude-opus-5-5-20260801', 'anthropic/claude-opus-5-5'],
    ['claude-haiku-4-5-20251001', 'anthropic/claude-haiku-4-5'],
    ['claude-sonnet-4-5[1m]', 'anthropic/claude-sonnet-4-5'],
    ['claude-opus-5-5[1m]', 'anthropic/claude-opus-5-5'],
    [' Claude-Opus-5-5 ', 'anthropic/claude-opus-5-5'],
    ['anthropic/claude-opus-5-5', 'anthropic/claude-opus-5-5'],
    ['openrouter/anthropic/claude-opus-5-5', 'anthropic/claude-opus-5-5'],
    ['us.anthropic.claude-opus-4-5-20251101-v1:0', 'aws/regional.anthropic.claude-opus-4-5-v1:0'],
    ['global.anthropic.claude-opus-5-5-v1:0', 'aws/global.anthropic.claude-opus-5-5'],
    ['bedrock/us.anthropic.claude-opus-4-5-20251101-v1:0', 'aws/regional.anthropic.claude-opus-4-5-v1:0'],
    ['arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-opus-4-5-20251101-v1:0', 'aws/regional.anthropic.claude-opus-4-5-v1:0'],
    ['claude-opus-4-5@20251101', 'anthropic/claude-opus-4-5'],
    ['vertex_ai/claude-opus-4-5@20251101', 'anthropic/claude-opus-4-5'],
    ['gpt-5.2-codex', 'openai/gpt-5.2'],
    ['openai/gpt-5.6-sol', 'openai/gpt-5.6-sol'],
    ['azure/gpt-5.6-sol', 'openai/gpt-5.6-sol'],
    ['models/gemini-2.5-pro', 'google/gemini-2.5-pro'],
    ['gemini-2.5-pro', 'google/gemini-2.5-pro'],
  ])('%s is priced as %s', (name, expected) => {
    expect(found(name)).toBe(expected);
  });

  it.each(['gpt-6.1-sol', 'claude', 'llama-of-my-own', '/', '', 'anthropic.claude-', '__proto__'])('knows nothing of %j', (name) => {
    expect(found(name)).toBeNull();
  });

  it('finds what the library finds, by every name that the library has for what is in the table', () => {
    const names = table.vendors.flatMap(({ models }) => models.map(({ id }) => id));
    const others = names.filter((name) => theirs(name) !== null && found(name) !== theirs(name));
    expect(names.length).toBeGreaterThan(400);
    expect(others).toEqual([]);
  });
});
