import { Component, computed, DestroyRef, effect, ElementRef, inject, input, model, output, signal, untracked, viewChild } from '@angular/core';
import { MIN_SEARCH_LENGTH } from '@agents-fleet/contracts';
import { formatClock } from '../format/time.js';
import { columnsOf } from '../search/columns.js';
import { HitLine } from '../search/hit-line.js';
import { SearchRun } from '../search/search-run.js';
import { Icon } from '../ui/icon.js';
import { hitAt, hitCount, stepHit } from './hit-steps.js';

/** Hits of an answer: as many as a timeline can show apart. */
const LIMIT = 200;
const FONT_PX = 12;
/** What stands before a line in the list. */
const TIME_COLUMNS = 12;

/**
 * Searches what was on the screen of one session, at any time, and leads to the moment. It takes the place of finding in
 * what the terminal can scroll back to: that is marked, too.
 */
@Component({
  selector: 'fleet-replay-search',
  imports: [HitLine, Icon],
  providers: [SearchRun],
  host: { role: 'search', '(keydown)': 'keydown($event)', '(focusout)': 'left($event)' },
  templateUrl: './replay-search.html',
  styleUrl: './replay-search.css',
})
export class ReplaySearch {
  readonly sessionId = input.required<string>();
  /** The chunk on screen. */
  readonly chunk = input.required<number>();
  /** When a chunk was on screen, in milliseconds from the start. */
  readonly timeOf = input.required<(chunk: number) => number>();
  /** What is searched for. */
  readonly text = model.required<string>();
  /** The chunk of a hit that was chosen. */
  readonly jump = output<number>();
  /** The person is done with searching. */
  readonly done = output();
  /** The chunks of all hits that are known, ascending. */
  readonly found = output<readonly number[]>();
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field');
  private readonly list = viewChild<ElementRef<HTMLElement>>('list');
  private readonly room = columnsOf(this.list, FONT_PX);
  protected readonly run = inject(SearchRun);
  protected readonly open = signal(false);
  protected readonly clock = formatClock;
  protected readonly shortest = MIN_SEARCH_LENGTH;
  protected readonly limit = LIMIT;
  /** As in a film: the earliest first. */
  protected readonly hits = computed(() => [...this.run.hits()].sort((one, other) => one.chunk - other.chunk));
  protected readonly chunks = computed(() => this.hits().map(({ chunk }) => chunk));
  protected readonly place = computed(() => hitAt(this.chunks(), this.chunk()));
  protected readonly columns = computed(() => Math.max(12, this.room() - TIME_COLUMNS));
  protected readonly shown = computed(() => this.open() && this.run.phase() !== 'none');
  protected readonly count = computed(() => (this.run.phase() === 'found' ? hitCount(this.place(), this.hits().length, this.run.hasMore()) : ''));

  constructor() {
    effect(() => {
      const [text, sessionId] = [this.text(), this.sessionId()];
      untracked(() => this.run.soon(text, { sessionId }, LIMIT));
    });
    effect(() => this.found.emit(this.chunks()));
    effect(() => {
      const [list, place] = [this.list()?.nativeElement, this.place()];
      list?.children[Math.max(0, place - 1)]?.scrollIntoView({ block: 'nearest' });
    });
    inject(DestroyRef).onDestroy(() => this.run.stop());
  }

  focus(): void {
    this.field().nativeElement.focus();
    this.field().nativeElement.select();
  }

  protected type(text: string): void {
    this.open.set(true);
    this.text.set(text);
  }

  protected clear(): void {
    this.text.set('');
    this.field().nativeElement.focus();
    this.open.set(false);
  }

  protected step(direction: 1 | -1): void {
    const chunk = stepHit(this.chunks(), this.chunk(), direction);
    if (chunk !== null) this.jump.emit(chunk);
  }

  protected choose(chunk: number): void {
    this.open.set(false);
    this.field().nativeElement.focus();
    // The focus opens it.
    this.open.set(false);
    this.jump.emit(chunk);
  }

  protected left({ relatedTarget }: FocusEvent): void {
    if (!(relatedTarget instanceof Node) || !this.host.contains(relatedTarget)) this.open.set(false);
  }

  protected keydown(event: KeyboardEvent): void {
    // Those of the player mean something else.
    event.stopPropagation();
    const isInField = event.target === this.field().nativeElement;
    if (event.key === 'Escape' && this.shown()) this.open.set(false);
    else if (event.key === 'Escape' && this.text() !== '') this.clear();
    else if (event.key === 'Escape') this.done.emit();
    else if (event.key === 'Enter' && isInField) this.step(event.shiftKey ? -1 : 1);
    else if (event.key === 'ArrowDown' && isInField && this.shown()) this.list()?.nativeElement.querySelector('button')?.focus();
    else return;
    event.preventDefault();
  }
}
