import { describe, expect, it } from '@jest/globals';
import { markdownReport, withFigures } from './report.js';

const setting = { at: '2026-01-01', machine: '2 cores', node: '24.0.0', broker: '2.9.10', scale: '200 MB' };

describe('the report', () => {
  it('says of a missed goal that it was missed', () => {
    const report = markdownReport(setting, [
      { measure: 'echo', result: 'p99 3 ms', raw: 'p99 1 ms', goal: 'p99 <= 4 ms', met: true },
      { measure: 'memory', result: '190 MB', raw: null, goal: '<= 165 MB', met: false },
      { measure: 'extra', result: '1', raw: null, goal: null, met: null },
    ]);
    expect(report).toContain('| echo | p99 3 ms | p99 1 ms | p99 <= 4 ms | met |');
    expect(report).toContain('| memory | 190 MB | – | <= 165 MB | **missed** |');
    expect(report).toContain('| extra | 1 | – | – |  |');
    expect(report).toContain('2 cores, Node 24.0.0, nats-server 2.9.10; 200 MB.');
  });
});

describe('the document with the figures', () => {
  const document = '# Benchmarks\n\n<!-- figures: written by `npm run bench -- --write` -->\nold\n<!-- end of figures -->\n\nWhy they are so.\n';

  it('keeps what people wrote around them', () => {
    const written = withFigures(document, 'new\n');
    expect(written).toContain('new');
    expect(written).not.toContain('old');
    expect(written).toMatch(/^# Benchmarks/);
    expect(written).toContain('Why they are so.');
    expect(withFigures(written, 'new\n')).toBe(written);
  });

  it('refuses a document without a place for them', () => {
    expect(() => withFigures('# Benchmarks', 'new')).toThrow('no place for figures');
  });
});
