import { type Terminal } from '@xterm/xterm';
import { GlyphWidths } from './glyph-widths.js';

/** How often xterm repeats a character to measure it: widths are whole px. */
const REPEATED = 32;

/** What of xterm (6.0, `WidthCache.ts`) its public interface doesn't show. */
interface WidthCache {
  readonly _font: string;
  readonly _fontSize: number;
  readonly _weight: number | string;
  readonly _weightBold: number | string;
  readonly _container: HTMLElement;
  /** One for each variant: regular, bold, italic, both. */
  readonly _measureElements: readonly HTMLElement[];
  _measure(character: string, variant: number): number;
}
interface WithWidths {
  readonly _core: { readonly _renderService?: { readonly _renderer: { readonly value?: { readonly _widthCache?: WidthCache } } } };
}

const widths = new GlyphWidths();

/**
 * Lets a terminal use the widths of characters that another has measured. xterm measures each character by a layout of the
 * page, again in each terminal and after each change of its font: 10 to 20 ms for one screen of text.
 */
export function shareWidths(terminal: Terminal): void {
  const cache = (terminal as unknown as WithWidths)._core._renderService?._renderer.value?._widthCache;
  if (cache === undefined) return;
  cache._measure = (character, variant) => {
    const { _font, _fontSize, _weight, _weightBold } = cache;
    const font = [_font, _fontSize, _weight, _weightBold, variant, window.devicePixelRatio].join('|');
    return widths.width(font, character, (characters) => measured(cache, variant, characters));
  };
}

/** As xterm measures one: each in an element of its own, but with one layout for all. */
function measured({ _container, _measureElements }: WidthCache, variant: number, characters: readonly string[]): number[] {
  const elements = characters.map((character) => {
    const element = _measureElements[variant]?.cloneNode() as HTMLElement;
    element.textContent = character.repeat(REPEATED);
    return element;
  });
  _container.append(...elements);
  const found = elements.map(({ offsetWidth }) => offsetWidth / REPEATED);
  for (const element of elements) element.remove();
  return found;
}
