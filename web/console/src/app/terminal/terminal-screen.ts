import { Component, computed, DestroyRef, effect, ElementRef, inject, input, signal, untracked, viewChild, ViewEncapsulation } from '@angular/core';
import { LiveAnnouncer } from '@angular/cdk/a11y';
import { formatDuration } from '../format/time.js';
import { Icon } from '../ui/icon.js';
import { EarlyAttach } from './early-attach.js';
import { LinkOpener } from './link-opener.js';
import { LiveTerminal, type TerminalStatus } from './live-terminal.js';
import { isTerminalFontHere, terminalFontReady } from './terminal-look.js';
import { TerminalPreferences } from './terminal-preferences.js';
import { TerminalTools } from './terminal-tools.js';

const START: TerminalStatus = { phase: 'connecting', cols: 0, rows: 0, owner: false, secondsBehind: 0, message: null };
/** Refusals come with every key; say one of them and then be quiet for a while. */
const REFUSALS_EVERY_MS = 4000;

const PHASES: Readonly<Record<TerminalStatus['phase'], string>> = {
  connecting: 'Connecting',
  loading: 'Loading the record',
  live: 'Live',
  lost: 'Reconnecting, input is refused',
  ended: 'Ended, read only',
  failed: 'Not available',
};

/** The terminal of a session with its bar. Bytes go from the socket to xterm and never through a signal. */
@Component({
  selector: 'fleet-terminal-screen',
  imports: [Icon, TerminalTools],
  encapsulation: ViewEncapsulation.None, // xterm's own elements are styled here.
  templateUrl: './terminal-screen.html',
  styleUrl: './terminal-screen.css',
})
export class TerminalScreen {
  readonly sessionId = input.required<string>();
  private readonly attached = inject(EarlyAttach);
  private readonly announcer = inject(LiveAnnouncer);
  private readonly preferences = inject(TerminalPreferences);
  private readonly links = inject(LinkOpener);
  private readonly screen = viewChild.required<ElementRef<HTMLElement>>('screen');
  protected readonly frame = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  protected readonly live = signal<LiveTerminal | undefined>(undefined);
  private refusedAt = 0;

  protected readonly status = signal(START);
  protected readonly phase = computed(() => PHASES[this.status().phase]);
  protected readonly behind = computed(() => formatDuration(this.status().secondsBehind * 1000));

  constructor() {
    effect((onCleanup) => {
      const id = this.sessionId();
      let wanted = true;
      onCleanup(() => {
        wanted = false;
        untracked(() => this.close());
      });
      untracked(() => {
        const element = this.screen().nativeElement;
        if (isTerminalFontHere()) return this.open(id, element);
        void terminalFontReady().then(() => {
          if (wanted) this.open(id, element);
        });
      });
    });
    effect(() => {
      const font = this.preferences.fontPx();
      this.live()?.setFont(font);
    });
    inject(DestroyRef).onDestroy(() => this.close());
  }

  private open(id: string, element: HTMLElement): void {
    const terminal = new LiveTerminal(id, element, this.attached, {
      show: (status) => this.status.set(status),
      refused: (why) => this.refuse(why),
      openLink: (target) => void this.links.open(target),
    });
    this.live.set(terminal);
    terminal.focus();
  }

  private close(): void {
    this.live()?.dispose();
    this.live.set(undefined);
    this.status.set(START);
  }

  private refuse(why: string): void {
    if (Date.now() - this.refusedAt < REFUSALS_EVERY_MS) return;
    this.refusedAt = Date.now();
    void this.announcer.announce(why, 'assertive');
    this.status.update((status) => ({ ...status, message: why }));
  }
}
