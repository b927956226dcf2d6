import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { EVENT_GROUPS, fleetEventSchema } from './event.js';
import { readEvent, UnreadableEventError, UPCASTERS, type Upcaster } from './upcast.js';

const GOLDEN = new URL('../golden/', import.meta.url);
const names = readdirSync(GOLDEN).map((file) => file.replace(/\.json$/, ''));
const golden = (name: string): unknown => JSON.parse(readFileSync(new URL(`${name}.json`, GOLDEN), 'utf8'));

/** The newest version of each type. */
const newest = new Map(
  fleetEventSchema.options.map(({ shape }) => [shape.type.value as string, shape.v.value as number]),
);

describe('stored events', () => {
  it.each(names)('%s is readable for ever', (name) => {
    const [type = '', version = ''] = name.split('@');
    const stored = golden(name) as { type: string; v: number };
    expect([stored.type, stored.v]).toEqual([type, Number(version)]);
    const event = readEvent(stored);
    expect([event.type, event.v]).toEqual([type, newest.get(type)]);
  });

  it.each(names.filter((name) => newest.get(name.split('@')[0] ?? '') === Number(name.split('@')[1])))(
    '%s loses nothing on the way through',
    (name) => {
      expect(readEvent(golden(name))).toEqual(golden(name));
    },
  );

  it('have a golden file for every version that ever existed', () => {
    const versions = [...newest].flatMap(([type, v]) => Array.from({ length: v }, (_, index) => `${type}@${index + 1}`));
    expect([...names].sort()).toEqual(versions.sort());
  });

  it('have a subject each', () => {
    expect(Object.keys(EVENT_GROUPS).sort()).toEqual([...newest.keys()].sort());
  });

  it('have an upcaster for every step to the newest version', () => {
    const steps = [...newest].flatMap(([type, v]) => Array.from({ length: v - 1 }, (_, index) => `${type}@${index + 1}`));
    expect([...UPCASTERS.keys()].sort()).toEqual(steps.sort());
  });
});

describe('readEvent', () => {
  const started = golden('session.started@1') as { v: number; data: Record<string, unknown> };

  it('goes step by step to the newest version, each upcaster on what the one before it made', () => {
    const seen: unknown[] = [];
    const step = (to: string): Upcaster => (data) => {
      seen.push(data);
      return { to };
    };
    const upcasters = new Map([
      ['session.started@2', step('three')],
      ['session.started@1', step('two')],
      ['git.captured@1', step('another type')],
    ]);
    // The union knows version 1 only, so it refuses what they made; its words tell how far they came.
    expect(() => readEvent(started, upcasters)).toThrow('session.started@3');
    expect(seen).toEqual([started.data, { to: 'two' }]);
  });

  it.each([
    ['no object', 'text'],
    ['no type', { v: 1 }],
    ['no version', { type: 'session.started' }],
    ['an unknown type', { ...started, type: 'session.exploded' }],
    ['a version from the future', { ...started, v: 2 }],
    ['data that breaks the schema', { ...started, data: { ...started.data, cols: 0 } }],
    ['a session id that is none', { ...started, sessionId: 'x.y' }],
  ])('refuses %s', (_, stored) => {
    expect(() => readEvent(stored)).toThrow(UnreadableEventError);
  });

  it('names the field, never its value', () => {
    const secret = 'hunter2-secret';
    const stored = { ...started, data: { ...started.data, cols: secret } };
    expect(() => readEvent(stored)).toThrow(/data\.cols/);
    expect(() => readEvent(stored)).not.toThrow(secret);
  });
});
