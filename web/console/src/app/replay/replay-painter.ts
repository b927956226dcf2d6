import { type FramesQuery } from '@agents-fleet/contracts';
import { type SnapshotFrame } from '@agents-fleet/wire';
import { beginAnew, paintScreen, paintWhole, type ResettableTerminal } from '../terminal/begin-anew.js';
import { framesBetween, readPage, type FramePage } from './frame-page.js';
import { FramePages } from './frame-pages.js';
import { seekStep, type SeekStep } from './seek-plan.js';

/** Where the frames come from, and who hears how it goes. */
export interface ReplaySource {
  /** The screen after a chunk, when it comes before what is above it; then, and only then, it is worth to be painted before `load`. */
  screen(chunk: number, signal: AbortSignal): Promise<SnapshotFrame | null>;
  /** @throws when they can't be had, and when the signal says that they are not wanted any more */
  load(query: FramesQuery, signal: AbortSignal): Promise<Uint8Array>;
  /** Whether what is wanted has to be waited for. */
  waiting(isWaiting: boolean): void;
  /** What was wanted last could not be shown; what is here can be. */
  failed(error: unknown): void;
}

/** Written at once at most: a newer wish must not wait long. */
const BATCH_BYTES = 256 * 1024;
/** While wishes come faster than they can be loaded, as in a drag, one is shown so often: a film rather than nothing. */
const PICTURE_EVERY_MS = 100;
/** An answer that nobody waits for any more may still come for so long: it is probably a neighbour of the newer wish. */
const ABORT_AFTER_MS = 120;
/** Loaded ahead of what is played. */
const AHEAD_BYTES = 1024 * 1024;

interface Loading {
  readonly chunk: number;
  readonly since: number;
  readonly controller: AbortController;
}

interface Ahead {
  readonly from: number;
  readonly controller: AbortController;
  /** `null` when it could not be had: it is asked for again once it is needed, and then says why. */
  readonly page: Promise<FramePage | null>;
}

/**
 * Brings a read-only terminal to any chunk of a record, of which only the needed pages are loaded. A newer wish takes
 * the place of one that is under way.
 */
export class ReplayPainter {
  /** Bytes that a chunk of this record has on average, once that is known. */
  chunkBytes = 0;
  private readonly pages = new FramePages();
  private painted: number | null = null;
  private wanted = 0;
  private running: Promise<void> | null = null;
  private loading: Loading | null = null;
  private ahead: Ahead | null = null;
  private shownAt = 0;
  private closed = false;

  constructor(
    private readonly terminal: ResettableTerminal,
    private readonly source: ReplaySource,
  ) {}

  /** Shows the screen after chunk `n`, from 1 on. @returns when it, or what was wanted instead since, is shown or has failed */
  show(n: number): Promise<void> {
    this.wanted = n;
    this.dropStaleLoading();
    this.running ??= this.run();
    return this.running;
  }

  /** Loads what comes next, so that playing needn't wait. @param last number of the last chunk that there is */
  prepare(last: number): void {
    if (this.painted === null || this.ahead !== null) return;
    const reach = this.pages.reach(this.painted);
    if (reach >= last || (reach - this.painted) * this.chunkBytes > AHEAD_BYTES) return;
    const from = reach + 1;
    const chunk = Math.min(last, reach + Math.max(1, Math.floor(AHEAD_BYTES / Math.max(1, this.chunkBytes))));
    const controller = new AbortController();
    const page = this.fetch({ chunk, from }, controller.signal).then(
      (loaded) => {
        this.ahead = null;
        return loaded;
      },
      () => null,
    );
    this.ahead = { from, controller, page };
  }

  close(): void {
    this.closed = true;
    this.loading?.controller.abort();
    this.ahead?.controller.abort();
    // A terminal that is left tells nobody that it has painted: who waits for that would wait for ever.
    this.source.waiting(false);
  }

  private async run(): Promise<void> {
    // So that `running` is set before anything is shown.
    await Promise.resolve();
    let [goal, asked] = [this.wanted, -1];
    try {
      if (this.pages.all.length === 0) await this.showScreen(goal);
      while (!this.closed) {
        if (goal !== this.wanted && performance.now() - this.shownAt < PICTURE_EVERY_MS) goal = this.wanted;
        const step = seekStep({ painted: this.painted, wanted: goal, chunkBytes: this.chunkBytes, asked: asked === goal }, this.pages);
        if (step.do === 'nothing') {
          this.shownAt = performance.now();
          if (goal === this.wanted) return;
          goal = this.wanted;
        } else if (step.do === 'load') {
          if (step.from === null && asked === goal) throw new Error(`The record can’t be shown at chunk ${goal}.`);
          const loaded = await this.load(step);
          // Nobody waits for it any more.
          if (!loaded) goal = this.wanted;
          else if (step.from === null) asked = goal;
        } else await this.paint(step);
      }
    } catch (error) {
      if (!this.closed) this.source.failed(error);
    } finally {
      // At once: whoever wants something from now on must not be told of this run's end.
      this.running = null;
    }
  }

  /** Shows about what will be on screen, until that is here. The terminal begins anew with what comes then. */
  private async showScreen(chunk: number): Promise<void> {
    const controller = new AbortController();
    this.loading = { chunk, since: performance.now(), controller };
    this.source.waiting(true);
    try {
      const screen = await this.source.screen(chunk, controller.signal);
      if (screen === null || this.closed || chunk !== this.wanted) return;
      paintScreen(this.terminal, screen);
      // Loading keeps the page busy: first it is drawn.
      await new Promise<void>((resolve) => { this.terminal.write('', resolve); });
    } finally {
      this.loading = null;
      this.source.waiting(false);
    }
  }

  private async paint(step: Extract<SeekStep, { do: 'forward' | 'begin' }>): Promise<void> {
    if (step.do === 'forward') return this.goOn(step.to);
    const { page } = step;
    this.ahead?.controller.abort();
    this.ahead = null;
    this.pages.used(page);
    // Until it is painted, the screen is nothing that could be gone on from.
    this.painted = null;
    const snapshot = page.start?.snapshot;
    if (snapshot) await new Promise<void>((resolve) => { paintWhole(this.terminal, snapshot, resolve); });
    else beginAnew(this.terminal);
    this.painted = page.start?.n ?? 0;
  }

  /** Paints one batch of what comes next. */
  private async goOn(to: number): Promise<void> {
    const from = (this.painted ?? 0) + 1;
    const page = this.pages.holding(from);
    if (page === undefined) throw new Error(`Chunk ${from} is not here.`);
    this.pages.used(page);
    const end = Math.min(to, page.last);
    let bytes = 0;
    let last = end;
    let run: Uint8Array[] = [];
    const writeRun = () => {
      // Many chunks are a few bytes: xterm takes them much faster as one.
      if (run.length > 0) this.terminal.write(joined(run));
      run = [];
    };
    for (const frame of framesBetween(page, from, end)) {
      if (frame.kind === 'output') {
        bytes += frame.bytes.length;
        run.push(frame.bytes);
      } else {
        writeRun();
        this.terminal.write('', () => this.terminal.resize(frame.cols, frame.rows));
      }
      if (bytes >= BATCH_BYTES) {
        last = frame.n;
        break;
      }
    }
    writeRun();
    await new Promise<void>((resolve) => { this.terminal.write('', resolve); });
    this.painted = last;
  }

  /** @returns whether it was still wanted */
  private async load({ chunk, from }: { readonly chunk: number; readonly from: number | null }): Promise<boolean> {
    this.source.waiting(true);
    try {
      if (this.ahead !== null && this.ahead.from === from) {
        const { page } = this.ahead;
        const isHere = (await page) !== null;
        this.ahead = null;
        if (isHere) return true;
      }
      const controller = new AbortController();
      this.loading = { chunk, since: performance.now(), controller };
      this.dropStaleLoading();
      await this.fetch({ chunk, ...(from !== null && { from }) }, controller.signal);
      return true;
    } catch (error) {
      if (this.loading?.controller.signal.aborted === true) return false;
      throw error;
    } finally {
      this.loading = null;
      this.source.waiting(false);
    }
  }

  private async fetch(query: FramesQuery, signal: AbortSignal): Promise<FramePage> {
    const page = readPage(await this.source.load(query, signal), query.from ?? null);
    this.pages.add(page);
    return page;
  }

  /** Gives up what is being loaded once something else is wanted, but not in the very moment. */
  private dropStaleLoading(): void {
    const loading = this.loading;
    if (loading === null || loading.chunk === this.wanted) return;
    const isNewerHere = this.pages.holding(this.wanted) !== undefined;
    const rest = isNewerHere ? 0 : ABORT_AFTER_MS - (performance.now() - loading.since);
    if (rest <= 0) loading.controller.abort();
    else setTimeout(() => { if (this.loading === loading && loading.chunk !== this.wanted) loading.controller.abort(); }, rest);
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
