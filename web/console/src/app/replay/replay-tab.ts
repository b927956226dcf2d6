import { Component, computed, DestroyRef, effect, type ElementRef, inject, input, signal, untracked, viewChild } from '@angular/core';
import { type Terminal } from '@xterm/xterm';
import { formatClock } from '../format/time.js';
import { formatCount } from '../format/tokens.js';
import { createTerminal, terminalFontReady } from '../terminal/create-terminal.js';
import { fitFont, keepCursorInView } from '../terminal/fit-font.js';
import { LinkOpener } from '../terminal/link-opener.js';
import { TerminalPreferences } from '../terminal/terminal-preferences.js';
import { TerminalTools } from '../terminal/terminal-tools.js';
import { SessionRecords } from '../session/session-records.js';
import { SessionsStore } from '../sessions/sessions-store.js';
import { FleetSocket } from '../socket/fleet-socket.js';
import { ConfidenceBadge } from '../ui/confidence-badge.js';
import { CopyButton } from '../ui/copy-button.js';
import { Icon } from '../ui/icon.js';
import { inputBursts } from './input-bursts.js';
import { momentLink, momentOf } from './moment.js';
import { Player, SPEEDS } from './player.js';
import { Recording, type LoadingState } from './recording.js';
import { ReplayPainter } from './replay-painter.js';
import { Scrubber } from './scrubber.js';
import { SessionInput } from './session-input.js';
import { spentCurve, spentUntil, spentWords } from './spent-curve.js';
import { countUntil, idlePauses } from './timeline.js';

const STEP_MS = 5000;
const EMPTY: LoadingState = { phase: 'loading', chunks: 0, of: 0, message: null };

/** The tab "Replay": a session's recording on its own timeline. Nothing that happens here reaches the session. */
@Component({
  selector: 'fleet-replay-tab',
  imports: [ConfidenceBadge, CopyButton, Icon, Scrubber, TerminalTools],
  providers: [SessionInput],
  host: { '(keydown)': 'keydown($event)' },
  templateUrl: './replay-tab.html',
  styleUrl: './replay-tab.css',
})
export class ReplayTab {
  /** From the route above. */
  readonly id = input.required<string>();
  /** From the address: a moment to begin with. */
  readonly at = input<string>();
  readonly chunk = input<string>();
  private readonly socket = inject(FleetSocket);
  private readonly links = inject(LinkOpener);
  private readonly records = inject(SessionRecords);
  private readonly store = inject(SessionsStore);
  protected readonly typed = inject(SessionInput);
  private readonly screen = viewChild.required<ElementRef<HTMLElement>>('screen');
  private painter: ReplayPainter | undefined;
  private readonly preferences = inject(TerminalPreferences);
  protected readonly terminal = signal<Terminal | undefined>(undefined);
  private readonly times = signal<readonly number[]>([]);

  protected readonly player = new Player();
  protected readonly speeds = SPEEDS;
  protected readonly loading = signal(EMPTY);
  protected readonly size = signal('');
  protected readonly clock = formatClock;
  protected readonly count = formatCount;
  protected readonly session = computed(() => this.store.get(this.id()));
  private readonly startMs = computed(() => this.times()[0] ?? Date.parse(this.session()?.startedAt ?? ''));
  protected readonly relativeTimes = computed(() => this.times().map((time) => time - this.startMs()));
  protected readonly shownChunks = computed(() => countUntil(this.relativeTimes(), this.player.positionMs()));
  protected readonly curve = computed(() => {
    const session = this.session();
    return session === undefined ? null : spentCurve(session, this.records.usage(), this.startMs());
  });
  protected readonly spent = computed(() => {
    const curve = this.curve();
    return curve === null ? '' : spentWords(curve, spentUntil(curve, this.player.positionMs()));
  });
  protected readonly moments = computed(() =>
    this.records.markers().map((marker) => ({ marker, at: Math.min(Math.max(0, Date.parse(marker.at) - this.startMs()), this.player.durationMs()) })),
  );
  protected readonly inputs = computed(() => inputBursts(this.typed.times()).map((time) => Math.min(Math.max(0, time - this.startMs()), this.player.durationMs())));
  /** Where the address leads, once the recording is here. */
  private readonly moment = computed(() => momentOf({ at: this.at(), chunk: this.chunk() }, this.relativeTimes()));
  protected readonly link = computed(() => momentLink(location.origin, this.id(), this.player.positionMs()));
  protected readonly position = computed(() => `${formatClock(this.player.positionMs())}, ${this.spent()} spent`);

  constructor() {
    effect((onCleanup) => {
      const id = this.id();
      let close: (() => void) | undefined;
      let wanted = true;
      onCleanup(() => {
        wanted = false;
        close?.();
      });
      untracked(() => {
        const element = this.screen().nativeElement;
        void terminalFontReady(element).then(() => {
          if (wanted) close = this.open(id, element);
        });
      });
    });
    effect(() => {
      const duration = this.duration();
      untracked(() => {
        this.player.durationMs.set(duration);
        this.player.pauses.set(idlePauses(this.relativeTimes(), duration));
      });
    });
    effect(() => {
      const id = this.id();
      untracked(() => void this.typed.load(id));
    });
    effect(() => {
      // Another moment of the recording that is open.
      this.at();
      this.chunk();
      untracked(() => {
        if (this.loading().phase === 'loaded') this.showMoment();
      });
    });
    effect(() => {
      const chunks = this.shownChunks();
      void this.paint(chunks);
    });
    effect(() => {
      const font = this.preferences.fontPx();
      const terminal = this.terminal();
      if (terminal !== undefined) fitFont(terminal, this.screen().nativeElement, font);
    });
    inject(DestroyRef).onDestroy(() => this.player.pause());
  }

  private async paint(chunks: number): Promise<void> {
    await this.painter?.show(chunks);
    const terminal = this.terminal();
    if (terminal !== undefined) keepCursorInView(terminal, this.screen().nativeElement);
  }

  /** Without a moment in the address the end is what a person came to see, unless they have looked elsewhere already. */
  private showStart(): void {
    this.player.durationMs.set(this.duration());
    if (this.player.playing() || this.player.positionMs() !== 0) return;
    if (this.moment() === null) this.player.seek(this.player.durationMs());
    else this.showMoment();
  }

  private showMoment(): void {
    const moment = this.moment();
    if (moment === null) return;
    this.player.pause();
    this.player.seek(moment);
  }

  private duration(): number {
    const last = this.relativeTimes().at(-1) ?? 0;
    const endedAt = this.session()?.endedAt ?? null;
    return Math.max(last, endedAt === null ? 0 : Date.parse(endedAt) - this.startMs());
  }

  protected keydown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const run = this.keys[event.key];
    if (run === undefined || (event.key === ' ' && event.target instanceof HTMLElement && event.target.closest('button, input'))) return;
    event.preventDefault();
    run();
  }

  private readonly keys: Readonly<Record<string, () => void>> = {
    ' ': () => this.player.toggle(),
    ArrowLeft: () => this.player.seek(this.player.positionMs() - STEP_MS),
    ArrowRight: () => this.player.seek(this.player.positionMs() + STEP_MS),
    PageDown: () => this.player.seek(this.player.positionMs() - 6 * STEP_MS),
    PageUp: () => this.player.seek(this.player.positionMs() + 6 * STEP_MS),
    Home: () => this.player.seek(0),
    End: () => this.player.seek(this.player.durationMs()),
    '[': () => this.player.seek(this.moments().findLast(({ at }) => at < this.player.positionMs() - 1)?.at ?? 0),
    ']': () => this.player.seek(this.moments().find(({ at }) => at > this.player.positionMs() + 1)?.at ?? this.player.durationMs()),
  };

  /** @returns what closes it again */
  private open(id: string, element: HTMLElement): () => void {
    // No onData handler, and stdin stays disabled: xterm's answers to old queries go nowhere.
    const terminal = createTerminal(element, (target) => void this.links.open(target), { cursorBlink: false });
    const recording = new Recording(id, (state) => {
      this.loading.set(state);
      this.times.set(recording.times());
      if (state.phase === 'loaded') untracked(() => this.showStart());
    });
    // Nothing in it takes keys: they all belong to the player.
    terminal.attachCustomKeyEventHandler(() => false);
    const fit = () => fitFont(terminal, element, this.preferences.fontPx());
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    terminal.onResize(({ cols, rows }) => {
      this.size.set(`${cols} × ${rows}`);
      fit();
    });
    this.terminal.set(terminal);
    this.painter = new ReplayPainter(terminal, recording);
    const channel = this.socket.attach(recording);
    recording.connect(channel);
    return () => {
      channel.close();
      observer.disconnect();
      this.painter = undefined;
      this.terminal.set(undefined);
      terminal.dispose();
    };
  }
}
