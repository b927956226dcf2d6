import { describe, expect, it } from '@jest/globals';
import { terminalKey } from './terminal-keys.js';

const press = (code: string, held: Partial<Record<'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey', boolean>>) => ({
  code,
  ctrlKey: false,
  shiftKey: false,
  altKey: false,
  metaKey: false,
  ...held,
});

describe('terminalKey', () => {
  it('leaves by Ctrl+Shift+K, whatever the layout prints for it', () => {
    expect(terminalKey(press('KeyK', { ctrlKey: true, shiftKey: true }), false)).toBe('leave');
  });

  it('copies by Ctrl+Shift+C only what is selected', () => {
    const keys = press('KeyC', { ctrlKey: true, shiftKey: true });
    expect([terminalKey(keys, true), terminalKey(keys, false)]).toEqual(['copy', null]);
  });

  it.each([
    ['KeyV', 'paste'],
    ['KeyF', 'find'],
    ['Period', 'larger'],
    ['Comma', 'smaller'],
    ['Enter', 'fill'],
  ] as const)('takes Ctrl+Shift+%s to %s', (code, action) => {
    expect(terminalKey(press(code, { ctrlKey: true, shiftKey: true }), false)).toBe(action);
  });

  it('gives everything else to the program', () => {
    expect(terminalKey(press('KeyK', { ctrlKey: true }), true)).toBeNull();
    expect(terminalKey(press('KeyC', { ctrlKey: true }), true)).toBeNull();
    expect(terminalKey(press('Enter', { shiftKey: true }), true)).toBeNull();
    expect(terminalKey(press('KeyX', { ctrlKey: true, shiftKey: true }), true)).toBeNull();
    expect(terminalKey(press('KeyK', { ctrlKey: true, shiftKey: true, altKey: true }), true)).toBeNull();
  });
});
