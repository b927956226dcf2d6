import { effect, Injectable, signal } from '@angular/core';
import { isFontSize } from './font-size.js';

const FONT_KEY = 'agents-fleet.terminal-font';
const SCREEN_READER_KEY = 'agents-fleet.terminal-screen-reader';

/** How this browser shows terminals; kept in its local storage. */
@Injectable({ providedIn: 'root' })
export class TerminalPreferences {
  /** In px; `null` is the normal size, smaller where a recorded terminal would not fit. */
  readonly fontPx = signal<number | null>(storedFont());
  /** Whether what is printed is also there as text for a screen reader. */
  readonly screenReader = signal(localStorage.getItem(SCREEN_READER_KEY) === 'on');

  constructor() {
    effect(() => {
      const font = this.fontPx();
      if (font === null) localStorage.removeItem(FONT_KEY);
      else localStorage.setItem(FONT_KEY, String(font));
      localStorage.setItem(SCREEN_READER_KEY, this.screenReader() ? 'on' : 'off');
    });
  }
}

function storedFont(): number | null {
  const stored = localStorage.getItem(FONT_KEY);
  return stored !== null && isFontSize(Number(stored)) ? Number(stored) : null;
}
