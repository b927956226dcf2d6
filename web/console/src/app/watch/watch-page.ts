import { Component, computed, effect, type ElementRef, inject, signal, untracked, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Clock } from '../format/clock.js';
import { fleetKey } from '../fleet/fleet-keys.js';
import { FilteredSessions } from '../sessions/filtered-sessions.js';
import { SessionFilterBar } from '../sessions/session-filter-bar.js';
import { isLive } from '../sessions/session-state.js';
import { SessionsStore } from '../sessions/sessions-store.js';
import { Breadcrumbs } from '../shell/breadcrumbs.js';
import { FleetSocket } from '../socket/fleet-socket.js';
import { Icon } from '../ui/icon.js';
import { TILE_SIZES, TILE_WIDTHS, TileSizePreference } from './tile-size.js';
import { wallOrder } from './wall.js';
import { WallSeats } from './wall-seats.js';
import { WatchTile } from './watch-tile.js';

/** Every running session's terminal at once, as pictures on a wall. One that ends stays until it is taken off. */
@Component({
  selector: 'fleet-watch-page',
  imports: [Icon, RouterLink, SessionFilterBar, WatchTile],
  providers: [WallSeats],
  host: { '(document:keydown)': 'keydown($event)' },
  templateUrl: './watch-page.html',
  styleUrl: './watch-page.css',
})
export class WatchPage {
  private readonly clock = inject(Clock);
  private readonly router = inject(Router);
  private readonly preference = inject(TileSizePreference);
  private readonly filter = viewChild(SessionFilterBar);
  private readonly wall = viewChild<ElementRef<HTMLElement>>('wall');
  protected readonly store = inject(SessionsStore);
  protected readonly socket = inject(FleetSocket);
  /** Ids of the sessions that have run since the page was opened, less those that were taken off. */
  private readonly seen = signal<ReadonlySet<string>>(new Set());

  protected readonly sizes = TILE_SIZES;
  protected readonly size = this.preference.size;
  protected readonly width = computed(() => TILE_WIDTHS[this.size()]);
  private readonly all = computed(() => wallOrder(this.store.all().filter((session) => this.seen().has(session.id))));
  protected readonly filtered = new FilteredSessions(this.all, this.clock.now);
  protected readonly count = computed(() => this.all().length);
  protected readonly ended = computed(() => this.all().filter((session) => !isLive(session)).length);

  constructor() {
    inject(Breadcrumbs).crumbs.set([{ label: 'Fleet', link: '/' }, { label: 'Watch' }]);
    const seats = inject(WallSeats);
    effect(() => {
      const live = this.store.live().map(({ id }) => id);
      untracked(() => { if (live.some((id) => !this.seen().has(id))) this.seen.update((ids) => new Set([...ids, ...live])); });
    });
    effect(() => seats.order.set(this.filtered.shown().map(({ id }) => id)));
  }

  protected takeOffEnded(): void {
    this.seen.set(new Set(this.store.live().map(({ id }) => id)));
  }

  protected keydown(event: KeyboardEvent): void {
    switch (fleetKey(event)) {
      case 'filter':
        event.preventDefault();
        this.filter()?.focus();
        break;
      case 'leave-filter':
        this.filter()?.leave(event);
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
