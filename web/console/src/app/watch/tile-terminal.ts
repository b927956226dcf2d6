import { type OutputFrame, type ResizeFrame, type SnapshotFrame } from '@agents-fleet/wire';
import { type Terminal } from '@xterm/xterm';
import { type FleetSocket } from '../socket/fleet-socket.js';
import { type ChannelMessage, type TerminalChannel, type TerminalViewer } from '../socket/terminal-channel.js';
import { CharacterSafeTerminal } from '../terminal/character-safe.js';
import { createTerminal } from '../terminal/create-terminal.js';
import { Painter } from '../terminal/painter.js';
import { fitPicture } from './fit-picture.js';

/** `waiting` until the screen is painted for the first time; `lost` while there is no connection. */
export type TilePhase = 'waiting' | 'shown' | 'lost' | 'failed';

/** Small enough to be cheap, large enough to be scaled down without dirt. */
const FONT_PX = 12;

/**
 * A session's terminal as a picture: it only looks. It has the size of the record, scaled to its tile, takes no key and
 * answers no question.
 */
export class TileTerminal implements TerminalViewer {
  readonly spectator = true;
  private readonly terminal: Terminal;
  private readonly target: CharacterSafeTerminal;
  private readonly painter: Painter;
  private readonly channel: TerminalChannel;
  private readonly observer: ResizeObserver;
  private isShown = false;

  /**
   * @param box the room there is
   * @param cells in the box; what is painted into
   * @param report called with what became of it, and why where it is not plain
   */
  constructor(
    readonly sessionId: string,
    private readonly box: HTMLElement,
    private readonly cells: HTMLElement,
    socket: FleetSocket,
    private readonly report: (phase: TilePhase, message?: string) => void,
  ) {
    // No onData handler, and stdin stays disabled: what this terminal would answer goes nowhere.
    this.terminal = createTerminal(cells, () => undefined, { cursorBlink: false, fontSize: FONT_PX, scrollback: 0 });
    this.terminal.onResize(() => this.fitSoon());
    this.target = new CharacterSafeTerminal(this.terminal);
    this.painter = new Painter(this.target, {
      acknowledge: (n) => this.channel.ack(n),
      painted: () => undefined,
      snapshotBegins: () => undefined,
      snapshotPainted: () => this.show(),
    });
    this.channel = socket.attach(this);
    this.observer = new ResizeObserver(() => this.fit());
    this.observer.observe(box);
  }

  lastPainted(): number {
    return this.painter.lastChunk;
  }

  frame(frame: OutputFrame | ResizeFrame | SnapshotFrame): void {
    this.painter.frame(frame);
  }

  message(message: ChannelMessage): void {
    switch (message.type) {
      case 'attached':
        // Before the first resize of the record, its size is only told here.
        if (this.painter.lastChunk === 0) this.terminal.resize(message.cols, message.rows);
        if (this.isShown) this.report('shown');
        break;
      case 'caught_up':
      case 'ended':
        this.painter.afterPainting(() => this.show());
        break;
      case 'owner':
      case 'input_refused':
    }
  }

  connectionLost(): void {
    this.report('lost');
  }

  failed(message: string): void {
    this.report('failed', message);
  }

  dispose(): void {
    this.observer.disconnect();
    this.channel.close();
    this.target.dispose();
    this.terminal.dispose();
  }

  private show(): void {
    this.isShown = true;
    this.fitSoon();
    this.report('shown');
  }

  private fitSoon(): void {
    // xterm tells of a resize before its elements have their new size.
    requestAnimationFrame(() => this.fit());
  }

  private fit(): void {
    const screen = this.cells.querySelector<HTMLElement>('.xterm-screen');
    if (screen === null) return;
    const picture = fitPicture({ width: screen.offsetWidth, height: screen.offsetHeight }, { width: this.box.clientWidth, height: this.box.clientHeight });
    if (picture !== null) this.cells.style.transform = `translate(${picture.left}px, ${picture.top}px) scale(${picture.scale})`;
  }
}
