import { type OutputFrame, type ResizeFrame } from '@agents-fleet/wire';
import { FitAddon } from '@xterm/addon-fit';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { type Terminal } from '@xterm/xterm';
import { type FleetSocket } from '../socket/fleet-socket.js';
import { type ChannelMessage, type TerminalChannel, type TerminalViewer } from '../socket/terminal-channel.js';
import { createTerminal, FONT_SIZE_PX } from './create-terminal.js';
import { fitFont } from './fit-font.js';
import { Painter } from './painter.js';
import { terminalKey } from './terminal-keys.js';

/** What the bar around a terminal shows; never bytes. */
export interface TerminalStatus {
  readonly phase: 'connecting' | 'loading' | 'live' | 'lost' | 'ended' | 'failed';
  readonly cols: number;
  readonly rows: number;
  readonly message: string | null;
}

/** What a terminal asks of the page around it. */
export interface TerminalHost {
  show(status: TerminalStatus): void;
  /** The person wants out, or typed where nothing can be typed. */
  leave(): void;
  refused(why: string): void;
  openLink(target: string): void;
}

/** Wait for the window to come to rest before the program in the session is told its new size. */
const RESIZE_AFTER_MS = 120;

/**
 * A session's terminal, live. Its size follows the record: a new window size is proposed to the session, and the
 * screen changes when the resize comes back among the bytes, so that every viewer wraps the same bytes alike.
 * While old output is painted nothing may be typed: xterm answers old queries in it, and those are long over.
 */
export class LiveTerminal implements TerminalViewer {
  private readonly terminal: Terminal;
  private readonly fit = new FitAddon();
  private readonly painter: Painter;
  private readonly channel: TerminalChannel;
  private readonly observer: ResizeObserver;
  private readonly encoder = new TextEncoder();
  private phase: TerminalStatus['phase'] = 'connecting';
  private proposal: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly sessionId: string,
    private readonly element: HTMLElement,
    socket: FleetSocket,
    private readonly host: TerminalHost,
  ) {
    this.terminal = createTerminal(element, (target) => host.openLink(target));
    this.terminal.loadAddon(this.fit);
    this.terminal.loadAddon(new WebLinksAddon((_event, target) => host.openLink(target)));
    this.terminal.onData((text) => this.send(this.encoder.encode(text)));
    this.terminal.onBinary((text) => this.send(Uint8Array.from(text, (character) => character.charCodeAt(0))));
    this.terminal.onResize(() => this.report());
    this.terminal.attachCustomKeyEventHandler((event) => this.key(event));
    this.terminal.textarea?.addEventListener('focus', () => this.proposeSize());
    this.painter = new Painter(
      { write: (data, painted) => this.terminal.write(data, painted), resize: (cols, rows) => this.terminal.resize(cols, rows) },
      (n) => this.channel.ack(n),
    );
    this.channel = socket.attach(this);
    this.observer = new ResizeObserver(() => this.proposeSoon());
    this.observer.observe(element);
  }

  lastPainted(): number {
    return this.painter.lastChunk;
  }

  frame(frame: OutputFrame | ResizeFrame): void {
    this.painter.frame(frame);
  }

  message(message: ChannelMessage): void {
    switch (message.type) {
      case 'attached':
        this.enter(message.live || message.lastChunk > message.after ? 'loading' : 'ended');
        break;
      case 'caught_up':
        this.painter.afterPainting(() => this.goLive());
        break;
      case 'ended':
        this.painter.afterPainting(() => this.end());
        break;
      case 'input_refused':
        this.host.refused(message.message);
        break;
    }
  }

  connectionLost(): void {
    if (this.phase !== 'ended') this.enter('lost');
  }

  failed(message: string): void {
    this.enter('failed', message);
  }

  focus(): void {
    this.terminal.focus();
  }

  /** The text on the screen, without escape codes. */
  screenText(): string {
    const buffer = this.terminal.buffer.active;
    const lines = Array.from({ length: this.terminal.rows }, (_, row) => buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '');
    return lines.join('\n').trimEnd();
  }

  dispose(): void {
    clearTimeout(this.proposal);
    this.observer.disconnect();
    this.channel.close();
    this.terminal.dispose();
  }

  private goLive(): void {
    if (this.phase !== 'loading') return;
    this.enter('live');
    this.proposeSize();
  }

  /** Its size stays that of the record from now on. */
  private end(): void {
    this.enter('ended');
    this.proposeSize();
  }

  private enter(phase: TerminalStatus['phase'], message: string | null = null): void {
    this.phase = phase;
    this.terminal.options.disableStdin = phase !== 'live';
    this.report(message);
  }

  private report(message: string | null = null): void {
    this.host.show({ phase: this.phase, cols: this.terminal.cols, rows: this.terminal.rows, message });
  }

  private send(bytes: Uint8Array): void {
    if (!this.channel.input(bytes)) this.host.refused('Not connected: what you type is not sent.');
  }

  private key(event: KeyboardEvent): boolean {
    const action = terminalKey(event, this.terminal.hasSelection());
    if (action === null) {
      if (this.phase === 'lost' && event.type === 'keydown' && event.key.length === 1) this.host.refused('Not connected: what you type is not sent.');
      return true;
    }
    event.preventDefault();
    if (action === 'leave' && event.type === 'keydown') this.host.leave();
    if (action === 'copy' && event.type === 'keydown') void navigator.clipboard.writeText(this.terminal.getSelection());
    return false;
  }

  private proposeSoon(): void {
    clearTimeout(this.proposal);
    this.proposal = setTimeout(() => this.proposeSize(), RESIZE_AFTER_MS);
  }

  /** Asks the session for the window's size; an ended one fits its font into the window instead. */
  private proposeSize(): void {
    if (this.phase === 'ended') return fitFont(this.terminal, this.element, FONT_SIZE_PX);
    const size = this.fit.proposeDimensions();
    if (this.phase !== 'live' || document.hidden || size === undefined || Number.isNaN(size.cols)) return;
    if (size.cols !== this.terminal.cols || size.rows !== this.terminal.rows) this.channel.resize(size.cols, size.rows);
  }
}
