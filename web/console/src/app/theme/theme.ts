import { DOCUMENT, effect, inject, Injectable, signal } from '@angular/core';

/** Light, dark, or as the system has it. */
export type ThemeChoice = 'system' | 'light' | 'dark';

const ORDER: readonly ThemeChoice[] = ['system', 'light', 'dark'];
const STORAGE_KEY = 'agents-fleet.theme';

/** The colour scheme of this browser; kept in its local storage. */
@Injectable({ providedIn: 'root' })
export class Theme {
  private readonly root = inject(DOCUMENT).documentElement;
  readonly choice = signal<ThemeChoice>(stored());

  constructor() {
    effect(() => {
      const choice = this.choice();
      if (choice === 'system') delete this.root.dataset['theme'];
      else this.root.dataset['theme'] = choice;
      localStorage.setItem(STORAGE_KEY, choice);
    });
  }

  /** System, light, dark, and round again. */
  next(): void {
    this.choice.update((choice) => ORDER[(ORDER.indexOf(choice) + 1) % ORDER.length] ?? 'system');
  }
}

function stored(): ThemeChoice {
  const value = localStorage.getItem(STORAGE_KEY);
  return ORDER.find((choice) => choice === value) ?? 'system';
}
