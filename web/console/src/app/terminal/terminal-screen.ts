import { Component, computed, DestroyRef, effect, type ElementRef, inject, input, signal, untracked, viewChild, ViewEncapsulation } from '@angular/core';
import { LiveAnnouncer } from '@angular/cdk/a11y';
import { Toasts } from '../alerts/toasts.js';
import { readFailure } from '../api/problem.js';
import { FleetSocket } from '../socket/fleet-socket.js';
import { Icon } from '../ui/icon.js';
import { LinkOpener } from './link-opener.js';
import { LiveTerminal, type TerminalStatus } from './live-terminal.js';
import { terminalFontReady } from './create-terminal.js';

const START: TerminalStatus = { phase: 'connecting', cols: 0, rows: 0, owner: false, message: null };
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
  imports: [Icon],
  encapsulation: ViewEncapsulation.None, // xterm's own elements are styled here.
  templateUrl: './terminal-screen.html',
  styleUrl: './terminal-screen.css',
})
export class TerminalScreen {
  readonly sessionId = input.required<string>();
  private readonly socket = inject(FleetSocket);
  private readonly announcer = inject(LiveAnnouncer);
  private readonly toasts = inject(Toasts);
  private readonly links = inject(LinkOpener);
  private readonly screen = viewChild.required<ElementRef<HTMLElement>>('screen');
  private readonly exit = viewChild.required<ElementRef<HTMLElement>>('exit');
  private terminal: LiveTerminal | undefined;
  private refusedAt = 0;

  protected readonly status = signal(START);
  protected readonly phase = computed(() => PHASES[this.status().phase]);

  constructor() {
    effect((onCleanup) => {
      const id = this.sessionId();
      let wanted = true;
      onCleanup(() => {
        wanted = false;
        this.close();
      });
      untracked(() => {
        const element = this.screen().nativeElement;
        void terminalFontReady(element).then(() => {
          if (wanted) this.open(id, element);
        });
      });
    });
    inject(DestroyRef).onDestroy(() => this.close());
  }

  protected async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.terminal?.screenText() ?? '');
      await this.announcer.announce('Copied what is on screen');
    } catch (error) {
      this.toasts.failed('Could not copy', readFailure(error).message);
    }
  }

  private open(id: string, element: HTMLElement): void {
    this.terminal = new LiveTerminal(id, element, this.socket, {
      show: (status) => this.status.set(status),
      leave: () => this.exit().nativeElement.focus(),
      refused: (why) => this.refuse(why),
      openLink: (target) => void this.links.open(target),
    });
    this.terminal.focus();
  }

  private close(): void {
    this.terminal?.dispose();
    this.terminal = undefined;
    this.status.set(START);
  }

  private refuse(why: string): void {
    if (Date.now() - this.refusedAt < REFUSALS_EVERY_MS) return;
    this.refusedAt = Date.now();
    void this.announcer.announce(why, 'assertive');
    this.status.update((status) => ({ ...status, message: why }));
  }
}
