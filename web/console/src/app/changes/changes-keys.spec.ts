import { describe, expect, it } from '@jest/globals';
import { shellKey } from '../shell/shell-keys.js';
import { CHANGES_KEYS, changesKey } from './changes-keys.js';

const on = (...selectors: string[]) => ({ matches: (list: string) => selectors.some((one) => list.split(', ').includes(one)), closest: (list: string) => (selectors.some((one) => list.split(', ').includes(one)) ? {} : null) }) as unknown as EventTarget;
const press = (key: string, target: EventTarget | null = on('body'), held: Partial<KeyboardEvent> = {}) =>
  changesKey({ key, target, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held });

describe('keys of the Changes tab', () => {
  it.each([['n', 'next-change'], ['p', 'previous-change'], ['j', 'next-file'], ['k', 'previous-file'], ['c', 'comment'], ['u', 'layout'], ['/', 'filter'], ['?', 'help'], ['q', null]])('%s is %s', (key, action) => {
    expect(press(key)).toBe(action);
  });

  it('open no other page', () => {
    const target = on('body');
    const opened = CHANGES_KEYS.flatMap(({ keys }) => keys).map((key) => shellKey({ key, target, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, defaultPrevented: false }));
    expect(new Set(opened)).toEqual(new Set([null]));
  });

  it('are text in a field, but for Escape', () => {
    expect([press('n', on('textarea')), press('/', on('input')), press('Escape', on('input'))]).toEqual([null, null, 'leave-filter']);
  });

  it('belong to a dialog or the browser when those are meant', () => {
    expect([press('n', on('.cdk-overlay-container')), press('p', on('body'), { ctrlKey: true }), press('n', on('body'), { metaKey: true })]).toEqual([null, null, null]);
  });

  it('move line by line in the diff alone', () => {
    expect([press('ArrowDown'), press('ArrowDown', on('.diff-lines')), press('ArrowUp', on('.diff-lines'), { shiftKey: true }), press('Enter', on('.diff-lines')), press('Enter')]).toEqual([
      null, 'line-down', 'extend-up', 'comment', null,
    ]);
    expect(press('n', on('.diff-lines'))).toBe('next-change');
  });
});
