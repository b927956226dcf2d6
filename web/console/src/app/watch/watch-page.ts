import { Component, computed, effect, type ElementRef, inject, signal, untracked, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Clock } from '../format/clock.js';
import { fleetKey } from '../fleet/fleet-keys.js';
import { countByState, filterSessions } from '../sessions/session-filter.js';
import { isLive, SESSION_STATES, stateLabel, type SessionState } from '../sessions/session-state.js';
import { SessionsStore } from '../sessions/sessions-store.js';
import { Breadcrumbs } from '../shell/breadcrumbs.js';
import { FleetSocket } from '../socket/fleet-socket.js';
import { Icon } from '../ui/icon.js';
import { StateIcon } from '../ui/state-icon.js';
import { TILE_SIZES, TILE_WIDTHS, TileSizePreference } from './tile-size.js';
import { wallOrder } from './wall.js';
import { WallSeats } from './wall-seats.js';
import { WatchTile } from './watch-tile.js';

/** Every running session's terminal at once, as pictures on a wall. One that ends stays until it is taken off. */
@Component({
  selector: 'fleet-watch-page',
  imports: [Icon, RouterLink, StateIcon, WatchTile],
  providers: [WallSeats],
  host: { '(document:keydown)': 'keydown($event)' },
  templateUrl: './watch-page.html',
  styleUrl: './watch-page.css',
})
export class WatchPage {
  private readonly clock = inject(Clock);
  private readonly router = inject(Router);
  private readonly preference = inject(TileSizePreference);
  private readonly field = viewChild<ElementRef<HTMLInputElement>>('filterField');
  private readonly wall = viewChild<ElementRef<HTMLElement>>('wall');
  protected readonly store = inject(SessionsStore);
  protected readonly socket = inject(FleetSocket);
  /** Ids of the sessions that have run since the page was opened, less those that were taken off. */
  private readonly seen = signal<ReadonlySet<string>>(new Set());

  protected readonly state = signal<SessionState | null>(null);
  protected readonly text = signal('');
  protected readonly sizes = TILE_SIZES;
  protected readonly size = this.preference.size;
  protected readonly width = computed(() => TILE_WIDTHS[this.size()]);
  private readonly all = computed(() => wallOrder(this.store.all().filter((session) => this.seen().has(session.id))));
  private readonly matching = computed(() => filterSessions(this.all(), { state: null, text: this.text() }, this.clock.now()));
  protected readonly shown = computed(() => filterSessions(this.matching(), { state: this.state(), text: '' }, this.clock.now()));
  protected readonly count = computed(() => this.all().length);
  protected readonly matchingCount = computed(() => this.matching().length);
  protected readonly ended = computed(() => this.all().filter((session) => !isLive(session)).length);
  protected readonly chips = computed(() => {
    const counts = countByState(this.matching(), this.clock.now());
    return SESSION_STATES.filter((state) => counts[state] > 0 || this.state() === state).map((state) => ({ state, label: stateLabel(state), count: counts[state] }));
  });

  constructor() {
    inject(Breadcrumbs).crumbs.set([{ label: 'Fleet', link: '/' }, { label: 'Watch' }]);
    const seats = inject(WallSeats);
    effect(() => {
      const live = this.store.live().map(({ id }) => id);
      untracked(() => { if (live.some((id) => !this.seen().has(id))) this.seen.update((ids) => new Set([...ids, ...live])); });
    });
    effect(() => seats.order.set(this.shown().map(({ id }) => id)));
  }

  protected takeOffEnded(): void {
    this.seen.set(new Set(this.store.live().map(({ id }) => id)));
  }

  protected keydown(event: KeyboardEvent): void {
    switch (fleetKey(event)) {
      case 'filter':
        event.preventDefault();
        this.field()?.nativeElement.focus();
        break;
      case 'leave-filter':
        if (event.target !== this.field()?.nativeElement) return;
        this.text.set('');
        this.field()?.nativeElement.blur();
        break;
      case 'next':
        this.moveFocus(1);
        break;
      case 'previous':
        this.moveFocus(-1);
        break;
      case 'new':
        event.preventDefault();
        void this.router.navigateByUrl('/new');
        break;
      case 'select':
      case 'clear':
      case null:
    }
  }

  private moveFocus(step: 1 | -1): void {
    const links = [...(this.wall()?.nativeElement.querySelectorAll<HTMLElement>('a.name') ?? [])];
    const current = links.findIndex((link) => link === document.activeElement);
    const next = current === -1 ? (step === 1 ? 0 : links.length - 1) : current + step;
    links[Math.min(Math.max(next, 0), links.length - 1)]?.focus();
  }
}
