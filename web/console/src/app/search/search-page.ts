import { afterNextRender, Component, computed, DestroyRef, effect, type ElementRef, inject, input, linkedSignal, untracked, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { MIN_SEARCH_LENGTH, type SearchHit } from '@agents-fleet/contracts';
import { Clock } from '../format/clock.js';
import { baseName } from '../format/path.js';
import { formatMoment } from '../format/time.js';
import { agentName } from '../sessions/agent-names.js';
import { SessionsStore } from '../sessions/sessions-store.js';
import { Breadcrumbs } from '../shell/breadcrumbs.js';
import { shellKey } from '../shell/shell-keys.js';
import { Icon } from '../ui/icon.js';
import { columnsOf } from './columns.js';
import { HitLine } from './hit-line.js';
import { groupHits } from './hit-groups.js';
import { SearchRun } from './search-run.js';

const LIMIT = 50;
const FONT_PX = 12.5;
/** What stands beside a line. */
const SIDE_COLUMNS = 4;

/** Searches what was on the screens of all sessions, and leads to the moment. */
@Component({
  selector: 'fleet-search-page',
  imports: [HitLine, Icon, RouterLink],
  providers: [SearchRun],
  host: { '(document:keydown)': 'keydown($event)' },
  templateUrl: './search-page.html',
  styleUrl: './search-page.css',
})
export class SearchPage {
  /** From the address. */
  readonly q = input<string>();
  readonly repo = input<string>();
  private readonly router = inject(Router);
  private readonly clock = inject(Clock);
  private readonly store = inject(SessionsStore);
  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field');
  private readonly results = viewChild<ElementRef<HTMLElement>>('results');
  private readonly room = columnsOf(this.results, FONT_PX);
  protected readonly run = inject(SearchRun);
  protected readonly text = linkedSignal(() => this.q() ?? '');
  protected readonly shortest = MIN_SEARCH_LENGTH;
  protected readonly limit = LIMIT;
  protected readonly columns = computed(() => this.room() - SIDE_COLUMNS);
  protected readonly groups = computed(() => groupHits(this.run.hits()));
  /** Repos of the sessions that this browser knows, and the one that is searched. */
  protected readonly repos = computed(() => {
    const paths = new Set(this.store.all().map(({ repoPath }) => repoPath));
    const repo = this.repo();
    if (repo !== undefined) paths.add(repo);
    return [...paths].sort();
  });
  protected readonly summary = computed(() => {
    const [hits, groups] = [this.run.hits().length, this.groups().length];
    const more = this.run.hasMore() ? 'The first ' : '';
    return `${more}${hits} ${hits === 1 ? 'line' : 'lines'} in ${groups} ${groups === 1 ? 'session' : 'sessions'}`;
  });
  protected readonly nameOf = agentName;
  protected readonly repoName = baseName;

  constructor() {
    inject(Breadcrumbs).crumbs.set([{ label: 'Fleet', link: '/' }, { label: 'Search' }]);
    effect(() => {
      const [text, repo] = [this.text(), this.repo()];
      untracked(() => this.run.soon(text, repo === undefined ? {} : { repo }, LIMIT));
    });
    afterNextRender(() => this.field().nativeElement.select());
    inject(DestroyRef).onDestroy(() => this.run.stop());
  }

  /** Kept in the address, so that it can be sent to somebody and gone back to. */
  protected type(text: string): void {
    this.text.set(text);
    this.remember({ q: text === '' ? null : text });
  }

  protected within(repo: string): void {
    this.remember({ repo: repo === '' ? null : repo });
  }

  protected when(at: string): string {
    return formatMoment(new Date(at), new Date(this.clock.now()));
  }

  protected moment(hit: SearchHit): { chunk: number; find: string } {
    return { chunk: hit.chunk, find: this.run.query() };
  }

  protected keydown(event: KeyboardEvent): void {
    if (shellKey(event) !== '/search') return;
    event.preventDefault();
    this.field().nativeElement.focus();
    this.field().nativeElement.select();
  }

  private remember(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }
}
