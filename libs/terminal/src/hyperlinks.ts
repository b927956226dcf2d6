import type { Terminal } from '@xterm/headless';
import { internalsOf } from './emulator-internals.js';

const HYPERLINK = 8;

/**
 * Links in a terminal's text (OSC 8). The emulator would follow each one through the rows with markers, which a page
 * full of links turns into hours; here a cell only knows the number of its link, and this what it stands for.
 */
export class Hyperlinks {
  readonly #numbers = new Map<string, number>();
  readonly #links: string[] = [''];

  constructor(terminal: Terminal) {
    const writing = internalsOf(terminal)._inputHandler;
    terminal.parser.registerOscHandler(HYPERLINK, (link) => {
      const separator = link.indexOf(';');
      if (separator === -1) return true;
      const ends = separator === link.length - 1;
      // Parameters without a target: neither a begin nor an end.
      if (ends && link.slice(0, separator).trim() !== '') return true;
      const attributes = writing._curAttrData;
      attributes.extended = attributes.extended.clone();
      attributes.extended.urlId = ends ? 0 : this.#numberOf(link);
      attributes.updateExtended();
      return true;
    });
  }

  /** Parameters and target of a link, as in the escape code; empty for number 0, which is none. */
  link(number: number): string {
    return this.#links[number] ?? '';
  }

  #numberOf(link: string): number {
    const known = this.#numbers.get(link);
    if (known !== undefined) return known;
    this.#numbers.set(link, this.#links.length);
    return this.#links.push(link) - 1;
  }
}
