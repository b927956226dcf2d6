import { describe, expect, it } from '@jest/globals';
import { shellKey } from './shell-keys.js';

/** An element that is in all of these. */
const inside = (...selectors: string[]) =>
  ({ matches: () => selectors.includes('text'), closest: (selector: string) => (selectors.includes(selector) ? {} : null) }) as unknown as EventTarget;
const press = (key: string, held: Partial<Parameters<typeof shellKey>[0]> = {}) =>
  shellKey({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, defaultPrevented: false, target: inside(), ...held });

describe('shellKey', () => {
  it('opens pages by a letter, but not where text is typed', () => {
    expect([press('s'), press('W'), press('q')]).toEqual(['/search', '/watch', null]);
    expect([press('s', { target: inside('text') }), press('w', { target: inside('.xterm') }), press('s', { target: inside('.cdk-overlay-container') })]).toEqual([null, null, null]);
  });

  it('opens the search by Ctrl+K or Cmd+K, also from a text field', () => {
    expect([press('k', { ctrlKey: true }), press('k', { metaKey: true }), press('k', { ctrlKey: true, target: inside('text') })]).toEqual(['/search', '/search', '/search']);
  });

  it('leaves Ctrl+K to the program in a terminal, and other keys to the browser', () => {
    expect([press('k', { ctrlKey: true, target: inside('.xterm') }), press('k', { ctrlKey: true, shiftKey: true }), press('s', { ctrlKey: true }), press('s', { altKey: true })]).toEqual([null, null, null, null]);
    expect(press('k', { metaKey: true, target: inside('.xterm') })).toBe('/search');
  });

  it('does nothing when somebody else has taken the key', () => {
    expect(press('s', { defaultPrevented: true })).toBeNull();
  });
});
