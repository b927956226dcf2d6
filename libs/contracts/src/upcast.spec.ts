import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { EVENT_GROUPS, fleetEventSchema } from './event.js';
import { readEvent, UnreadableEventError } from './upcast.js';

const GOLDEN = new URL('../golden/', import.meta.url);
const goldenNames = readdirSync(GOLDEN);
const golden = (name: string) => JSON.parse(readFileSync(new URL(name, GOLDEN), 'utf8')) as Record<string, unknown>;
const newest = new Map<string, number>(fleetEventSchema.options.map(({ shape }) => [shape.type.value, shape.v.value]));

describe('golden events', () => {
  it.each(goldenNames)('%s is readable for ever', (name) => {
    const event = golden(name);
    expect(name).toBe(`${String(event['type'])}@${String(event['v'])}.json`);
    expect(readEvent(event)).toMatchObject({ type: event['type'], v: newest.get(String(event['type'])), id: event['id'] });
  });

  it.each(goldenNames.filter((name) => newest.get(name.split('@')[0]!) === Number(/@(\d+)/.exec(name)![1])))('%s is read as it is: nothing is lost', (name) => {
    expect(readEvent(golden(name))).toEqual(golden(name));
  });

  it('exist for every version of every event that ever existed', () => {
    const expected = [...newest].flatMap(([type, version]) => Array.from({ length: version }, (_, index) => `${type}@${index + 1}.json`));
    expect([...goldenNames].sort()).toEqual(expected.sort());
    expect(newest.size).toBe(Object.keys(EVENT_GROUPS).length);
  });
});

describe('readEvent', () => {
  const started = golden('session.started@1.json');
  const data = started['data'] as Record<string, unknown>;

  it('upcasts step by step, each step from what the one before it made', () => {
    const seen: unknown[] = [];
    const step = (next: string) => (old: unknown) => {
      seen.push(old);
      return next;
    };
    const upcasters = new Map([
      ['session.started@2', step('made by 2')],
      ['session.started@3', step('made by 3')],
    ]);
    // The union knows version 1 only, so the result of version 4 is refused; that it got there is what counts.
    expect(() => readEvent({ ...started, v: 2, data: 'stored' }, upcasters)).toThrow(/session\.started@4/);
    expect(seen).toEqual(['stored', 'made by 2']);
  });

  it('refuses a version from the future, naming what is wrong', () => {
    expect(() => readEvent({ ...started, v: 99 })).toThrow(/session\.started@99 can't be read: v /);
  });

  it('refuses an unknown type and what is no event', () => {
    expect(() => readEvent({ ...started, type: 'session.teleported' })).toThrow(UnreadableEventError);
    for (const nothing of [null, 'text', 7, [], {}, { type: 'session.started' }]) {
      expect(() => readEvent(nothing)).toThrow(/not an event/);
    }
  });

  it('names the field that is wrong and never its value', () => {
    const broken = { ...started, data: { ...data, cols: 'hunter2' } };
    expect(() => readEvent(broken)).toThrow(/data\.cols/);
    expect(() => readEvent(broken)).not.toThrow(/hunter2/);
  });
});
