import { Component, computed, DestroyRef, effect, ElementRef, inject, input, signal, untracked, viewChild, ViewEncapsulation } from '@angular/core';
import { RouterLink } from '@angular/router';
import { type Session } from '@agents-fleet/contracts';
import { Clock } from '../format/clock.js';
import { sessionState } from '../sessions/session-state.js';
import { isTerminalKept } from '../sessions/terminal-kept.js';
import { FleetSocket } from '../socket/fleet-socket.js';
import { terminalFontReady } from '../terminal/terminal-look.js';
import { AgentLabel } from '../ui/agent-label.js';
import { BudgetMeter } from '../ui/budget-meter.js';
import { StateBadge } from '../ui/state-badge.js';
import { TileTerminal, type TilePhase } from './tile-terminal.js';
import { WallSeats } from './wall-seats.js';

/** So far out of sight a terminal is there already when it is scrolled to. */
const NEAR = '240px';
/** A tile that is only scrolled past needn't be connected. */
const OPEN_AFTER_MS = 120;

/** One session of the wall: its screen as a picture, its state and its budget. It leads to the session. */
@Component({
  selector: 'li[fleet-watch-tile]',
  imports: [AgentLabel, BudgetMeter, RouterLink, StateBadge],
  encapsulation: ViewEncapsulation.None, // xterm's own elements are styled here.
  host: { class: 'tile', '[attr.data-state]': 'state()', '[attr.data-phase]': 'phase()' },
  templateUrl: './watch-tile.html',
  styleUrl: './watch-tile.css',
})
export class WatchTile {
  readonly session = input.required<Session>();
  private readonly clock = inject(Clock);
  private readonly socket = inject(FleetSocket);
  private readonly seats = inject(WallSeats);
  private readonly box = viewChild.required<ElementRef<HTMLElement>>('box');
  private readonly cells = viewChild.required<ElementRef<HTMLElement>>('cells');
  private readonly id = computed(() => this.session().id);
  private readonly isSeated = computed(() => this.seats.seated().has(this.id()));
  private terminal: TileTerminal | undefined;
  protected readonly phase = signal<TilePhase>('waiting');
  protected readonly message = signal<string | null>(null);
  protected readonly state = computed(() => sessionState(this.session(), this.clock.now()));
  protected readonly kept = computed(() => isTerminalKept(this.session()));
  protected readonly lastLine = computed(() => this.session().lastLine ?? 'Nothing on screen yet');

  constructor() {
    const element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    const observer = new IntersectionObserver((entries) => this.seats.see(this.id(), entries.at(-1)?.isIntersecting ?? false), { rootMargin: NEAR });
    observer.observe(element);
    effect((onCleanup) => {
      const [id, isSeated] = [this.id(), this.isSeated() && this.kept()];
      if (!isSeated) return;
      const timer = setTimeout(() => untracked(() => void this.open(id)), OPEN_AFTER_MS);
      onCleanup(() => {
        clearTimeout(timer);
        untracked(() => this.close());
      });
    });
    inject(DestroyRef).onDestroy(() => {
      observer.disconnect();
      this.seats.see(this.id(), false);
      this.close();
    });
  }

  private async open(id: string): Promise<void> {
    const cells = this.cells().nativeElement;
    await terminalFontReady();
    if (!this.isSeated() || this.terminal !== undefined || id !== this.id()) return;
    this.terminal = new TileTerminal(id, this.box().nativeElement, cells, this.socket, (phase, message) => {
      this.phase.set(phase);
      this.message.set(message ?? null);
    });
  }

  private close(): void {
    this.terminal?.dispose();
    this.terminal = undefined;
    this.phase.set('waiting');
  }
}
