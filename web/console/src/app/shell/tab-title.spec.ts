import { describe, expect, it } from '@jest/globals';
import { tabTitle } from './tab-title.js';

describe('tabTitle', () => {
  it('begins with how many sessions wait, when any does', () => {
    expect(tabTitle('Fleet', 0)).toBe('Fleet · Agents Fleet');
    expect(tabTitle('Fleet', 2)).toBe('(2) Fleet · Agents Fleet');
    expect(tabTitle(undefined, 0)).toBe('Agents Fleet');
  });
});
