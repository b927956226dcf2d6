import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Asciicast } from './asciicast.js';

const START = 1_790_000_000_500;
const cast = () => new Asciicast({ cols: 80, rows: 24, startMs: START, title: 'Build', command: 'make all' });
const parse = (text: string): unknown => JSON.parse(text);

describe('an asciicast', () => {
  it('begins with what it is', () => {
    expect(parse(cast().header())).toEqual({
      version: 3,
      term: { cols: 80, rows: 24, type: 'xterm-256color' },
      timestamp: 1_790_000_000,
      title: 'Build',
      command: 'make all',
    });
    expect(new Asciicast({ cols: 1, rows: 1, startMs: 0, title: '', command: null }).header()).not.toContain('command');
  });

  it('counts each time from the event before, and never back', () => {
    const recording = cast();
    expect(parse(recording.output(START + 250, Buffer.from('a')))).toEqual([0.25, 'o', 'a']);
    expect(parse(recording.resize(START + 251, 90, 30))).toEqual([0.001, 'r', '90x30']);
    expect(parse(recording.marker(START - 9_000, '80 % of the budget used'))).toEqual([0, 'm', '80 % of the budget used']);
    expect(parse(recording.exit(START + 1_251, 3, null))).toEqual([1, 'x', '3']);
  });

  it('tells a signal as a shell does, and leaves out an end that nobody saw', () => {
    expect(parse(cast().exit(START, null, 9))).toEqual([0, 'x', '137']);
    expect(cast().exit(START, null, null)).toBe('');
  });

  it('is one line an event, whatever is in it', () => {
    expect(cast().output(START, Buffer.from('a\r\nb\u2028\x1b]0;"\x07'))).toBe('[0,"o","a\\r\\nb\u2028\\u001b]0;\\"\\u0007"]\n');
  });

  it('shows what is no text, and what is cut off at the end', () => {
    const recording = cast();
    expect(parse(recording.output(START, Buffer.from([0x61, 0xff, 0x62])))).toEqual([0, 'o', 'a\ufffdb']);
    expect(recording.output(START, Buffer.from([0xe2, 0x82]))).toBe('');
    expect(parse(recording.endOfOutput())).toEqual([0, 'o', '\ufffd']);
  });

  it('keeps every character whole, wherever the chunks are cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.array(fc.nat({ max: 5 }), { maxLength: 60 }), (text, cuts) => {
        const recording = cast();
        let rest = Buffer.from(text);
        let lines = '';
        for (const size of cuts) {
          lines += recording.output(START, rest.subarray(0, size));
          rest = rest.subarray(size);
        }
        lines += recording.output(START, rest) + recording.endOfOutput();
        const outputs = lines.split('\n').filter(Boolean).map((each) => (parse(each) as [number, string, string])[2]);
        expect(outputs.join('')).toBe(text);
      }),
    );
  });
});
