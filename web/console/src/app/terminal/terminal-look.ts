import { type ITheme } from '@xterm/xterm';
import { FONT_SIZE_PX } from './font-size.js';

/**
 * How every terminal looks, from the console's tokens. They are the same in both themes and for the page's whole life, so
 * they are read once: reading a style makes the browser work out those of all elements that are new.
 */
let look: { readonly theme: ITheme; readonly fontFamily: string } | undefined;
export function terminalLook(): { readonly theme: ITheme; readonly fontFamily: string } {
  look ??= readLook(getComputedStyle(document.documentElement));
  return look;
}

/** Whether the font is here; it must be before a terminal measures its cells. */
export function isTerminalFontHere(): boolean {
  return document.fonts.check(font());
}

/** Loads the font. */
export async function terminalFontReady(): Promise<void> {
  await document.fonts.load(font());
}

function font(): string {
  return `${FONT_SIZE_PX}px ${terminalLook().fontFamily}`;
}

function readLook(styles: CSSStyleDeclaration) {
  const token = (name: string) => styles.getPropertyValue(name).trim();
  const colour = (name: string) => token(`--term-${name}`);
  const theme: ITheme = {
    background: colour('bg'),
    foreground: colour('fg'),
    cursor: colour('fg'),
    selectionBackground: colour('sel'),
    red: colour('red'),
    green: colour('green'),
    yellow: colour('yellow'),
    blue: colour('blue'),
    magenta: colour('magenta'),
    cyan: colour('cyan'),
    brightBlack: colour('dim'),
  };
  return { theme, fontFamily: token('--font-mono') };
}
