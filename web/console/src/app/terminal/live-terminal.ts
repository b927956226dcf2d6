import { type OutputFrame, type ResizeFrame, type SnapshotFrame } from '@agents-fleet/wire';
import { FitAddon } from '@xterm/addon-fit';
import { type Terminal } from '@xterm/xterm';
import { type ChannelMessage, type TerminalChannel, type TerminalViewer } from '../socket/terminal-channel.js';
import { CharacterSafeTerminal } from './character-safe.js';
import { createTerminal } from './create-terminal.js';
import { type EarlyAttach } from './early-attach.js';
import { fitFont } from './fit-font.js';
import { FONT_SIZE_PX } from './font-size.js';
import { OutputDelay } from './output-delay.js';
import { Painter } from './painter.js';
import { QuietQueries } from './quiet-queries.js';
import { anchorOf, scrollBack } from './scroll-keeper.js';
import { type ScrollAnchor } from './scroll-anchor.js';
import { terminalKey } from './terminal-keys.js';

/** What the bar around a terminal shows; never bytes. */
export interface TerminalStatus {
  readonly phase: 'connecting' | 'loading' | 'live' | 'lost' | 'ended' | 'failed';
  readonly cols: number;
  readonly rows: number;
  /** Whether this terminal sets the session's size and answers its programs' questions. */
  readonly owner: boolean;
  /** Seconds from what is shown to what is printed now, where that is worth a word; otherwise 0. */
  readonly secondsBehind: number;
  readonly message: string | null;
}

/** What a terminal asks of the page around it. */
export interface TerminalHost {
  show(status: TerminalStatus): void;
  /** The person typed where nothing can be typed. */
  refused(why: string): void;
  openLink(target: string): void;
}

/** Wait for the window to come to rest before the program in the session is told its new size. */
const RESIZE_AFTER_MS = 120;

/** Milliseconds without anything new after which a terminal that has painted all of it is not behind. */
const CAUGHT_UP_AFTER_MS = 300;

/** What a person does to a terminal when they begin to use it. */
const GESTURES = ['keydown', 'pointerdown', 'paste'] as const;

/**
 * A session's terminal, live. Its size follows the record: a new window size is proposed to the session, and the
 * screen changes when the resize comes back among the bytes, so that every viewer wraps the same bytes alike.
 * One viewer owns the session: its window sets the size, and only its terminal answers questions that programs ask (DA,
 * CPR). Others fit the font instead, and take over as soon as the person uses them. While old output or a snapshot is
 * painted nothing is answered at all: those questions are long over.
 */
export class LiveTerminal implements TerminalViewer {
  readonly terminal: Terminal;
  readonly spectator = false;
  private readonly fit = new FitAddon();
  private readonly queries: QuietQueries;
  private readonly target: CharacterSafeTerminal;
  private readonly painter: Painter;
  private readonly channel: TerminalChannel;
  private readonly observer: ResizeObserver;
  private readonly encoder = new TextEncoder();
  private phase: TerminalStatus['phase'] = 'connecting';
  private owner = false;
  private anchor: ScrollAnchor | undefined;
  private fontPx: number | null = null;
  private readonly delay = new OutputDelay();
  private secondsBehind = 0;
  private catchingUp: ReturnType<typeof setTimeout> | undefined;
  private proposal: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly sessionId: string,
    private readonly element: HTMLElement,
    attached: EarlyAttach,
    private readonly host: TerminalHost,
  ) {
    this.terminal = createTerminal(element, (target) => host.openLink(target));
    this.terminal.loadAddon(this.fit);
    this.terminal.onData((text) => this.send(this.encoder.encode(text)));
    this.terminal.onBinary((text) => this.send(Uint8Array.from(text, (character) => character.charCodeAt(0))));
    this.terminal.onResize(() => this.resized());
    this.terminal.attachCustomKeyEventHandler((event) => this.key(event));
    // In the capture phase: xterm must find its input open when the first key comes.
    for (const gesture of GESTURES) element.addEventListener(gesture, this.takeOver, { capture: true });
    this.queries = new QuietQueries(this.terminal);
    this.target = new CharacterSafeTerminal(this.terminal);
    this.painter = new Painter(this.target, {
      acknowledge: (n) => this.channel.ack(n),
      painted: (at, isAll) => this.painted(at, isAll),
      snapshotBegins: () => this.beginSnapshot(),
      snapshotPainted: () => this.endSnapshot(),
    });
    this.channel = attached.attach(this);
    this.observer = new ResizeObserver(() => this.fitSoon());
    this.observer.observe(element);
  }

  lastPainted(): number {
    return this.painter.lastChunk;
  }

  frame(frame: OutputFrame | ResizeFrame | SnapshotFrame): void {
    clearTimeout(this.catchingUp);
    // A state is as old as it is.
    if (frame.kind !== 'snapshot') this.delay.came(frame.at);
    this.painter.frame(frame);
  }

  message(message: ChannelMessage): void {
    switch (message.type) {
      case 'attached':
        this.enter(message.live || message.lastChunk > message.after ? 'loading' : 'ended');
        break;
      case 'owner':
        this.setOwner(message.owner);
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

  /** @param px `null` is the normal size, or what fits where the size is not ours */
  setFont(px: number | null): void {
    this.fontPx = px;
    this.fitWindow();
  }

  /** As if it was typed, but told from it by programs that ask for that (bracketed paste). */
  paste(text: string): void {
    this.takeOver();
    if (this.phase === 'live') this.terminal.paste(text);
    else this.host.refused(this.phase === 'ended' ? 'The session has ended: nothing can be pasted.' : 'Not connected: nothing is pasted.');
  }

  dispose(): void {
    clearTimeout(this.proposal);
    clearTimeout(this.catchingUp);
    for (const gesture of GESTURES) this.element.removeEventListener(gesture, this.takeOver, { capture: true });
    this.observer.disconnect();
    this.channel.close();
    this.target.dispose();
    this.terminal.dispose();
  }

  private beginSnapshot(): void {
    this.queries.quiet = true;
    this.anchor = anchorOf(this.terminal);
  }

  private endSnapshot(): void {
    this.queries.quiet = false;
    if (this.anchor !== undefined) scrollBack(this.terminal, this.anchor);
    this.anchor = undefined;
  }

  private painted(at: number, isAll: boolean): void {
    if (this.phase === 'live') this.showBehind(this.delay.secondsBehind(at));
    if (isAll) this.catchingUp = setTimeout(() => this.showBehind(0), CAUGHT_UP_AFTER_MS);
  }

  private showBehind(seconds: number): void {
    if (seconds === this.secondsBehind) return;
    this.secondsBehind = seconds;
    this.report();
  }

  private goLive(): void {
    if (this.phase !== 'loading') return;
    this.enter('live');
    this.fitWindow();
  }

  /** Its size stays that of the record from now on. */
  private end(): void {
    this.enter('ended');
    this.fitWindow();
  }

  private enter(phase: TerminalStatus['phase'], message: string | null = null): void {
    this.phase = phase;
    this.applyOwnership();
    this.report(message);
  }

  private setOwner(owner: boolean): void {
    this.owner = owner;
    this.applyOwnership();
    this.report();
    this.fitWindow();
  }

  private readonly takeOver = (): void => {
    if (this.phase !== 'live' || this.owner) return;
    this.channel.claim();
    this.setOwner(true);
  };

  private applyOwnership(): void {
    this.terminal.options.disableStdin = this.phase !== 'live' || !this.owner;
  }

  private resized(): void {
    this.report();
    if (!this.setsSize()) this.fitWindow();
  }

  private setsSize(): boolean {
    return this.owner && this.phase !== 'ended';
  }

  private report(message: string | null = null): void {
    const { cols, rows } = this.terminal;
    const secondsBehind = this.phase === 'live' ? this.secondsBehind : 0;
    this.host.show({ phase: this.phase, cols, rows, owner: this.owner, secondsBehind, message });
  }

  private send(bytes: Uint8Array): void {
    if (!this.channel.input(bytes)) this.host.refused('Not connected: what you type is not sent.');
  }

  /** @returns whether the program gets the key; the others go up to the frame of the terminal */
  private key(event: KeyboardEvent): boolean {
    if (terminalKey(event, this.terminal.hasSelection()) !== null) return false;
    // Nothing is listening any more: Tab goes on through the page.
    if (this.phase === 'ended' && event.key === 'Tab') return false;
    if (this.phase === 'lost' && event.type === 'keydown' && event.key.length === 1) this.host.refused('Not connected: what you type is not sent.');
    return true;
  }

  private fitSoon(): void {
    clearTimeout(this.proposal);
    this.proposal = setTimeout(() => this.fitWindow(), RESIZE_AFTER_MS);
  }

  /** The owner asks the session for the window's size; another window, or one on an ended session, fits its font. */
  private fitWindow(): void {
    if (!this.setsSize()) return fitFont(this.terminal, this.element, this.fontPx);
    this.terminal.options.fontSize = this.fontPx ?? FONT_SIZE_PX;
    const size = this.fit.proposeDimensions();
    if (this.phase !== 'live' || document.hidden || size === undefined || Number.isNaN(size.cols)) return;
    if (size.cols !== this.terminal.cols || size.rows !== this.terminal.rows) this.channel.resize(size.cols, size.rows);
  }
}
