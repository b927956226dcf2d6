import { describe, expect, it } from '@jest/globals';
import { fleetKey } from './fleet-keys.js';

const target = (matching: string | null) => ({ matches: (selectors: string) => matching !== null && selectors.includes(matching), closest: () => null }) as unknown as EventTarget;
const press = (key: string, on: EventTarget = target(null), held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey', boolean>> = {}) => ({
  key, ctrlKey: false, metaKey: false, altKey: false, target: on, ...held,
});

describe('fleetKey', () => {
  it('moves, selects, filters, starts', () => {
    expect(['j', 'k', 'x', '/', 'N', 'Escape', 'q'].map((key) => fleetKey(press(key)))).toEqual(['next', 'previous', 'select', 'filter', 'new', 'clear', null]);
  });

  it('leaves typing alone, but for Escape', () => {
    expect([fleetKey(press('j', target('textarea'))), fleetKey(press('Escape', target('textarea')))]).toEqual([null, 'leave-filter']);
  });

  it('leaves shortcuts of the browser and keys in dialogs alone', () => {
    expect(fleetKey(press('k', target(null), { ctrlKey: true }))).toBeNull();
    expect(fleetKey(press('k', { closest: () => ({}) } as unknown as EventTarget))).toBeNull();
  });
});
