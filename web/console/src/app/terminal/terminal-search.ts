import { afterNextRender, Component, DestroyRef, effect, type ElementRef, inject, input, output, signal, untracked, viewChild } from '@angular/core';
import { SearchAddon, type ISearchOptions } from '@xterm/addon-search';
import { type Terminal } from '@xterm/xterm';
import { Icon } from '../ui/icon.js';
import { hitWords } from './hit-words.js';

/** More are counted as "more than". */
const MOST_HITS = 1_000;
/** Colours must be literal for xterm; the terminal has the same ones in both themes. */
const MARKS = {
  matchBackground: '#2a3a63',
  matchBorder: '#86aaff',
  matchOverviewRuler: '#86aaff',
  activeMatchBackground: '#6b4d00',
  activeMatchBorder: '#f0c674',
  activeMatchColorOverviewRuler: '#f0c674',
} as const;

/** Finds text in what a terminal can scroll back to. */
@Component({
  selector: 'fleet-terminal-search',
  imports: [Icon],
  host: { role: 'search', '(keydown)': 'keydown($event)' },
  template: `
    <fleet-icon name="search" [size]="14" />
    <input #field type="text" aria-label="Find in the terminal" placeholder="Find" autocomplete="off" spellcheck="false" [value]="query()" (input)="type(field.value)">
    <span class="num" role="status">{{ hits() }}</span>
    <button class="tool" type="button" aria-label="Match case" title="Match case" [attr.aria-pressed]="matchCase()" (click)="toggleCase()">Aa</button>
    <button class="tool" type="button" aria-label="Previous hit" title="Previous hit (Shift+Enter)" (click)="find('previous')"><fleet-icon name="up" [size]="14" /></button>
    <button class="tool" type="button" aria-label="Next hit" title="Next hit (Enter)" (click)="find('next')"><fleet-icon name="down" [size]="14" /></button>
    <button class="tool" type="button" aria-label="Close the search" title="Close (Esc)" (click)="closed.emit()"><fleet-icon name="x" [size]="14" /></button>
  `,
  styleUrl: './terminal-search.css',
})
export class TerminalSearch {
  readonly terminal = input.required<Terminal>();
  readonly closed = output();
  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field');
  private addon: SearchAddon | undefined;
  protected readonly query = signal('');
  protected readonly matchCase = signal(false);
  protected readonly hits = signal('');

  constructor() {
    effect((onCleanup) => {
      const terminal = this.terminal();
      const addon = new SearchAddon({ highlightLimit: MOST_HITS });
      terminal.loadAddon(addon);
      addon.onDidChangeResults(({ resultIndex, resultCount }) => this.hits.set(hitWords(this.query(), resultIndex, resultCount, MOST_HITS)));
      this.addon = addon;
      untracked(() => this.find('newest'));
      onCleanup(() => addon.dispose());
    });
    afterNextRender(() => this.focus());
    inject(DestroyRef).onDestroy(() => { this.addon = undefined; });
  }

  focus(): void {
    this.field().nativeElement.select();
  }

  protected type(text: string): void {
    this.query.set(text);
    this.find('newest');
  }

  protected toggleCase(): void {
    this.matchCase.update((on) => !on);
    this.find('newest');
  }

  /** `newest` begins at the bottom: that is where a person looks first, and typing on must not jump from hit to hit. */
  protected find(where: 'newest' | 'next' | 'previous'): void {
    const query = this.query();
    if (query === '') {
      this.addon?.clearDecorations();
      this.hits.set('');
      return;
    }
    const options: ISearchOptions = { caseSensitive: this.matchCase(), decorations: MARKS };
    if (where === 'newest') {
      this.terminal().clearSelection();
      // The addon (0.16) does not see that the case matters now; without its marks it begins anew.
      this.addon?.clearDecorations();
    }
    if (where === 'next') this.addon?.findNext(query, options);
    else this.addon?.findPrevious(query, options);
  }

  protected keydown(event: KeyboardEvent): void {
    // Those of the page around mean something else.
    event.stopPropagation();
    if (event.key === 'Escape') this.closed.emit();
    else if (event.key === 'Enter' && event.target === this.field().nativeElement) this.find(event.shiftKey ? 'previous' : 'next');
    else return;
    event.preventDefault();
  }
}
