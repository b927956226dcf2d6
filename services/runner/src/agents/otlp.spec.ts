import { describe, expect, it } from '@jest/globals';
import { eventsOf, pointsOf } from './otlp.js';

describe('OTLP in JSON', () => {
  it('has events with attributes of every kind, whether numbers are strings or not', () => {
    const attributes = [
      { key: 'event.name', value: { stringValue: 'x' } },
      { key: 'a', value: { intValue: '12' } },
      { key: 'b', value: { intValue: 7 } },
      { key: 'c', value: { doubleValue: 0.5 } },
      { key: 'd', value: { boolValue: true } },
      { key: 'e', value: { arrayValue: { values: [] } } },
    ];
    const body = { resourceLogs: [{ resource: {}, scopeLogs: [{ scope: {}, logRecords: [{ body: null, attributes }, { body: { stringValue: 'y' } }] }] }] };
    expect(eventsOf(body)).toEqual([
      { name: 'x', attributes: { 'event.name': 'x', a: 12, b: 7, c: 0.5, d: true, e: null } },
      { name: 'y', attributes: {} },
    ]);
  });

  it('has the points of sums', () => {
    const dataPoints = [{ attributes: [{ key: 'type', value: { stringValue: 'input' } }], asDouble: 12 }, { asInt: '3' }];
    const metrics = [{ name: 'tokens', sum: { aggregationTemporality: 1, dataPoints } }, { name: 'other', gauge: {} }];
    expect(pointsOf({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] })).toEqual([
      { name: 'tokens', value: 12, attributes: { type: 'input' } },
      { name: 'tokens', value: 3, attributes: {} },
    ]);
  });

  it('is refused when it is something else', () => {
    expect(() => eventsOf({ resourceLogs: 'x' })).toThrow();
    expect(eventsOf({})).toEqual([]);
  });
});
