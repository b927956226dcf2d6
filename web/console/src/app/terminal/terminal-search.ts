import { afterNextRender, Component, DestroyRef, effect, type ElementRef, inject, input, output, signal, untracked, viewChild } from '@angular/core';
import { type Terminal } from '@xterm/xterm';
import { Icon } from '../ui/icon.js';
import { hitWords } from './hit-words.js';
import { MOST_HITS, TerminalFinder } from './terminal-finder.js';

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
  private finder: TerminalFinder | undefined;
  protected readonly query = signal('');
  protected readonly matchCase = signal(false);
  protected readonly hits = signal('');

  constructor() {
    effect((onCleanup) => {
      const terminal = this.terminal();
      const finder = new TerminalFinder(terminal, (index, count) => this.hits.set(hitWords(this.query(), index, count, MOST_HITS)));
      this.finder = finder;
      untracked(() => this.find('newest'));
      onCleanup(() => finder.dispose());
    });
    afterNextRender(() => this.focus());
    inject(DestroyRef).onDestroy(() => { this.finder = undefined; });
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

  protected find(where: 'newest' | 'next' | 'previous'): void {
    const query = this.query();
    this.finder?.find(query, where, this.matchCase());
    if (query === '') this.hits.set('');
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
