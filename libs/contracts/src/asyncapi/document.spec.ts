import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { EVENT_GROUPS } from '../event.js';
import { asyncApiDocument } from './document.js';

const FILE = new URL('../../asyncapi.json', import.meta.url);

describe('the AsyncAPI document', () => {
  const text = `${JSON.stringify(asyncApiDocument(), null, 2)}\n`;

  it('is committed as it is generated (write it anew with FLEET_UPDATE_ASYNCAPI=1)', () => {
    if (process.env['FLEET_UPDATE_ASYNCAPI'] === '1') writeFileSync(FILE, text);
    expect(readFileSync(FILE, 'utf8')).toBe(text);
  });

  it('describes every event', () => {
    const document = asyncApiDocument() as { components: { messages: Record<string, unknown> } };
    for (const type of Object.keys(EVENT_GROUPS)) expect(document.components.messages[type]).toBeDefined();
  });

  it('has no reference to nowhere', () => {
    const document: unknown = JSON.parse(text);
    for (const [, path] of text.matchAll(/"\$ref": "#\/([^"]+)"/g)) {
      const found = path!.split('/').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document);
      expect([path, found]).not.toEqual([path, undefined]);
    }
  });
});
