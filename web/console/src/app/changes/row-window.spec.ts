import { describe, expect, it } from '@jest/globals';
import { signal } from '@angular/core';
import { type DiffRow, type Layout } from './diff-rows.js';
import { RowWindow } from './row-window.js';

const line = (index: number): DiffRow => {
  const text = { kind: 'context' as const, before: index, after: index, text: 'x', unterminated: false };
  return { kind: 'line', key: `c${index}`, before: text, after: text, changed: false, like: null };
};
const drawn = (index: number, height: number) => ({ dataset: { index: String(index) }, getBoundingClientRect: () => ({ height }) }) as unknown as HTMLElement;

function windowOf(count: number) {
  const rows = signal<readonly DiffRow[]>(Array.from({ length: count }, (_, index) => line(index + 1)));
  const layout = signal<Layout>('split');
  return { rows, layout, view: new RowWindow(rows, layout) };
}

describe('the rows that are drawn', () => {
  it('are all of a few, and of many those in view and around it', () => {
    expect(windowOf(300).view.range()).toEqual({ from: 0, to: 300 });
    const { view } = windowOf(5_000);
    expect([view.total(), view.range()]).toEqual([100_000, { from: 0, to: 76 }]);
    view.scrollTop.set(50_000);
    expect(view.range()).toEqual({ from: 2_465, to: 2_576 });
    expect(view.offset()).toBe(2_465 * 20);
  });

  it('keep their place when rows above turn out taller', () => {
    const { view } = windowOf(5_000);
    view.scrollTop.set(1_000);
    expect(view.firstSeen()).toBe(50);
    expect(view.measure([drawn(10, 60), drawn(49, 40), drawn(60, 40)])).toBe(60);
    expect(view.total()).toBe(100_000 + 80);
  });

  it('keep their measured heights when others come in between, and lose them with the layout', () => {
    const { rows, layout, view } = windowOf(3);
    view.measure([drawn(2, 60)]);
    rows.update(([first, ...rest]) => [first!, { kind: 'talk', key: 't', id: 't' }, ...rest]);
    expect(view.total()).toBe(20 + 160 + 20 + 60);
    layout.set('unified');
    expect(view.total()).toBe(20 + 160 + 20 + 20);
  });

  it('are brought into view, no further than to the end', () => {
    const { view } = windowOf(5_000);
    expect([view.topFor(100, 0.25), view.topFor(1, 0.25), view.topFor(4_999, 0.25)]).toEqual([1_800, 0, 99_200]);
    expect(view.topToReveal(5, 20)).toBeNull();
    expect(view.topToReveal(100, 20)).toBe(2_020 - 800 + 40);
    view.scrollTop.set(3_000);
    expect(view.topToReveal(100, 20)).toBe(1_960);
  });
});
