/** Measured together when the first of them is wanted: what almost all output is made of. */
const COMMON: readonly string[] = Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCharCode(0x20 + index));

/** Measures how wide characters are drawn in one font, in px, all of them at once. */
export type MeasureGlyphs = (characters: readonly string[]) => readonly number[];

/**
 * How wide characters are drawn, for all terminals of a page. To measure one makes the browser lay the page out, so those
 * that are most common are measured together, once for each font.
 */
export class GlyphWidths {
  private readonly fonts = new Map<string, Map<string, number>>();

  /**
   * @param font all that the width of a character depends on
   * @param measure is called for what is not known yet; 0 is what a page measures that isn't shown, and is not kept
   */
  width(font: string, character: string, measure: MeasureGlyphs): number {
    const known = this.fonts.get(font) ?? new Map<string, number>();
    this.fonts.set(font, known);
    const width = known.get(character);
    if (width !== undefined) return width;
    const wanted = COMMON.includes(character) ? COMMON : [character];
    const widths = measure(wanted);
    wanted.forEach((each, index) => {
      const measured = widths[index] ?? 0;
      if (measured > 0) known.set(each, measured);
    });
    return widths[wanted.indexOf(character)] ?? 0;
  }
}
