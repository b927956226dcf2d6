import { Component, computed, DestroyRef, effect, type ElementRef, inject, input, signal, untracked, viewChild } from '@angular/core';
import { formatClock } from '../format/time.js';
import { formatCount } from '../format/tokens.js';
import { SessionRecords } from '../session/session-records.js';
import { SessionsStore } from '../sessions/sessions-store.js';
import { isTerminalKept } from '../sessions/terminal-kept.js';
import { LinkOpener } from '../terminal/link-opener.js';
import { isTerminalFontHere, terminalFontReady } from '../terminal/terminal-look.js';
import { TerminalNotKept } from '../terminal/terminal-not-kept.js';
import { TerminalPreferences } from '../terminal/terminal-preferences.js';
import { TerminalTools } from '../terminal/terminal-tools.js';
import { ConfidenceBadge } from '../ui/confidence-badge.js';
import { CopyButton } from '../ui/copy-button.js';
import { Icon } from '../ui/icon.js';
import { firstChunkOf, momentLink, momentOf, type Moment } from './moment.js';
import { Player, SPEEDS } from './player.js';
import { RecordLoader } from './record-loader.js';
import { replayKey, type KeyedPlayer } from './replay-keys.js';
import { ReplayScale } from './replay-scale.js';
import { ReplayScreen } from './replay-screen.js';
import { ReplaySearch } from './replay-search.js';
import { Scrubber } from './scrubber.js';
import { SessionInput } from './session-input.js';
import { idlePauses } from './timeline.js';

/** The tab "Replay": a session's recording on its own timeline. Nothing that happens here reaches the session. */
@Component({
  selector: 'fleet-replay-tab',
  imports: [ConfidenceBadge, CopyButton, Icon, ReplaySearch, Scrubber, TerminalNotKept, TerminalTools],
  providers: [RecordLoader, SessionInput],
  host: { '(keydown)': 'keydown($event)' },
  templateUrl: './replay-tab.html',
  styleUrl: './replay-tab.css',
})
export class ReplayTab {
  /** From the route above. */
  readonly id = input.required<string>();
  /** From the address: a moment to begin with, and what is searched for. */
  readonly at = input<string>();
  readonly chunk = input<string>();
  readonly find = input<string>();
  private readonly links = inject(LinkOpener);
  private readonly records = inject(SessionRecords);
  private readonly store = inject(SessionsStore);
  private readonly preferences = inject(TerminalPreferences);
  private readonly cells = viewChild<ElementRef<HTMLElement>>('cells');
  protected readonly search = viewChild(ReplaySearch);
  protected readonly record = inject(RecordLoader);
  protected readonly typed = inject(SessionInput);
  protected readonly player = new Player();
  protected readonly screen = signal<ReplayScreen | undefined>(undefined);
  /** A moment that was asked for by its chunk; holds until the player moves on. */
  private readonly pinned = signal<Moment | null>(null);
  /** Whether the player is where the person wants to begin. */
  private readonly begun = signal(false);
  /** Whether what is searched for is looked for on the screen once it is painted. */
  private marksNext = false;

  protected readonly speeds = SPEEDS;
  protected readonly clock = formatClock;
  protected readonly count = formatCount;
  protected readonly size = signal('');
  /** The chunk up to which the screen is painted. */
  protected readonly painted = signal(0);
  protected readonly sought = signal('');
  protected readonly hits = signal<readonly number[]>([]);
  protected readonly session = computed(() => this.store.get(this.id()));
  protected readonly kept = computed(() => {
    const session = this.session();
    return session === undefined || isTerminalKept(session);
  });
  private readonly startMs = computed(() => this.record.timeline()?.startMs ?? Date.parse(this.session()?.startedAt ?? ''));
  private readonly duration = computed(() => {
    const last = this.record.timeline()?.times.at(-1) ?? 0;
    const endedAt = this.session()?.endedAt ?? null;
    return Math.max(last, endedAt === null ? 0 : Date.parse(endedAt) - this.startMs());
  });
  /** The chunk on screen, or on its way there. */
  protected readonly shownChunk = computed(() => {
    const timeline = this.record.timeline();
    if (timeline === null || !this.begun()) return this.firstChunk();
    const pinned = this.pinned();
    if (pinned?.chunk && pinned.ms === this.player.positionMs()) return pinned.chunk;
    return timeline.chunkAt(this.player.positionMs());
  });
  /** What is shown while the timeline isn't here yet, as far as the address and the session tell; 0 when they don't. */
  private readonly firstChunk = computed(() => firstChunkOf({ at: this.at(), chunk: this.chunk() }, untracked(() => this.session()?.lastChunk ?? 0)));
  protected readonly newer = computed(() => Math.max(0, (this.session()?.lastChunk ?? 0) - (this.record.timeline()?.lastChunk ?? Infinity)));
  protected readonly scale = new ReplayScale({
    session: this.session,
    usage: this.records.usage,
    markers: this.records.markers,
    typed: this.typed.times,
    hits: computed(() => this.hits().map((chunk) => this.timeOf(chunk))),
    startMs: this.startMs,
    durationMs: this.player.durationMs,
    positionMs: this.player.positionMs,
  });
  protected readonly link = computed(() => momentLink(location.origin, this.id(), this.player.positionMs()));
  protected readonly position = computed(() => `${formatClock(this.player.positionMs())}, ${this.scale.spent()} spent`);
  protected readonly timeOf = (chunk: number): number => this.record.timeline()?.timeOf(chunk) ?? 0;

  constructor() {
    effect((onCleanup) => {
      const [id, element] = [this.id(), this.cells()?.nativeElement];
      if (element === undefined) return;
      let wanted = true;
      onCleanup(() => {
        wanted = false;
        untracked(() => this.close());
      });
      untracked(() => {
        this.record.open(id, this.firstChunk());
        void this.typed.load(id);
        if (isTerminalFontHere()) return this.open(element);
        void terminalFontReady().then(() => { if (wanted) this.open(element); });
      });
    });
    effect(() => {
      const [timeline, duration] = [this.record.timeline(), this.duration()];
      if (timeline === null) return;
      untracked(() => this.take(timeline.times, timeline.chunkBytes, duration));
    });
    effect(() => {
      // Another moment of the recording that is open.
      this.at();
      this.chunk();
      untracked(() => { if (this.begun()) this.showMoment(); });
    });
    effect(() => {
      const find = this.find();
      if (find !== undefined) untracked(() => this.sought.set(find));
    });
    effect(() => {
      const [screen, chunk] = [this.screen(), this.shownChunk()];
      if (screen !== undefined && chunk > 0) untracked(() => void this.show(screen, chunk));
    });
    effect(() => {
      const sought = this.sought();
      untracked(() => this.screen())?.mark(sought);
    });
    effect(() => {
      this.preferences.fontPx();
      this.screen()?.fit();
    });
    inject(DestroyRef).onDestroy(() => this.player.pause());
  }

  private readonly keyed: KeyedPlayer = {
    toggle: () => this.player.toggle(),
    move: (ms) => this.player.seek(this.player.positionMs() + ms),
    toStart: () => this.player.seek(0),
    toEnd: () => this.player.seek(this.player.durationMs()),
    toMarker: (direction) => this.player.seek(this.scale.markerFrom(this.player.positionMs(), direction)),
    search: () => this.search()?.focus(),
  };

  /** The screen on which a hit is, with what was searched for marked. */
  protected jump(chunk: number): void {
    const timeline = this.record.timeline();
    if (timeline !== null) this.goTo(momentOf({ at: undefined, chunk: String(chunk) }, timeline));
  }

  protected retry(): void {
    this.record.framesFailure.set(null);
    if (this.record.timelineFailure() !== null) void this.record.refresh();
    const [screen, chunk] = [this.screen(), this.shownChunk()];
    if (screen !== undefined && chunk > 0) void this.show(screen, chunk);
  }

  protected keydown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const run = replayKey(event.key, this.keyed);
    if (run === undefined || (event.key === ' ' && event.target instanceof HTMLElement && event.target.closest('button, input'))) return;
    event.preventDefault();
    run();
  }

  private open(element: HTMLElement): void {
    this.screen.set(
      new ReplayScreen(element, {
        screen: (chunk, signal) => this.record.screen(chunk, signal),
        load: (query, signal) => this.record.frames(query, signal),
        waiting: (isWaiting) => this.player.waiting.set(isWaiting),
        failed: (error) => {
          this.player.pause();
          this.record.failed(error);
        },
        openLink: (target) => void this.links.open(target),
        fontPx: () => this.preferences.fontPx(),
        sized: (cols, rows) => this.size.set(`${cols} × ${rows}`),
      }),
    );
    this.marksNext = true;
  }

  private close(): void {
    this.record.close();
    this.screen()?.dispose();
    this.screen.set(undefined);
    this.player.pause();
    this.player.seek(0);
    this.begun.set(false);
    this.pinned.set(null);
    this.size.set('');
  }

  private async show(screen: ReplayScreen, chunk: number): Promise<void> {
    if (this.record.framesFailure() !== null) this.record.framesFailure.set(null);
    await screen.show(chunk);
    if (screen !== this.screen()) return;
    if (chunk === this.shownChunk()) this.painted.set(chunk);
    if (this.marksNext && chunk === this.shownChunk()) {
      this.marksNext = false;
      screen.mark(this.sought());
    }
    const last = this.record.timeline()?.lastChunk;
    if (this.player.playing() && last !== undefined) screen.painter.prepare(last);
  }

  /** A timeline is here: the first, or one of a session that has printed more since. */
  private take(times: readonly number[], chunkBytes: number, durationMs: number): void {
    this.player.durationMs.set(durationMs);
    this.player.pauses.set(idlePauses(times, durationMs));
    const screen = this.screen();
    if (screen !== undefined) screen.painter.chunkBytes = chunkBytes;
    if (this.begun()) return;
    // Without a moment in the address the end is what a person came to see.
    if (this.moment() === null) this.player.seek(durationMs);
    else this.showMoment();
    this.begun.set(true);
  }

  private moment(): Moment | null {
    const timeline = this.record.timeline();
    return timeline === null ? null : momentOf({ at: this.at(), chunk: this.chunk() }, timeline);
  }

  private showMoment(): void {
    this.player.pause();
    this.goTo(this.moment());
  }

  private goTo(moment: Moment | null): void {
    if (moment === null) return;
    this.player.seek(moment.ms);
    this.pinned.set({ ms: this.player.positionMs(), chunk: moment.chunk });
    this.marksNext = true;
    // On the same screen nothing is painted anew.
    const screen = this.screen();
    if (screen !== undefined && this.begun()) void this.show(screen, this.shownChunk());
  }
}
