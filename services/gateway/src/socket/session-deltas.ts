import { type ServerMessage, type Session } from '@agents-fleet/contracts';
import { type Logger } from '@agents-fleet/platform';
import { type ReadModels, ReadModelsUnavailableError } from '@agents-fleet/read-models';

/**
 * Changes of a session within this time are told as one: smooth enough for figures in a list, and every look at the
 * read models takes a millisecond from keystrokes and their echoes.
 */
const COALESCE_MS = 100;
/** Looking up changes may take this part of the time, so that a fleet in full swing leaves the rest to terminals. */
const MAX_SHARE = 0.1;
/** Markers told at once; further ones come with the next look. */
const MAX_MARKERS = 500;

/** What to do with what has changed. */
export interface DeltaListener {
  /** Whether anybody is there to be told. */
  hasAudience(): boolean;
  /** Tells everybody; of several messages with the same key only the newest has to arrive. */
  broadcast(key: string, message: ServerMessage): void;
  /** Sessions as they are now, whether anything that shows has changed or not. */
  read(sessions: readonly Session[]): void;
}

/** Tells everybody what has changed about sessions: reads the rows that the projector has named and sends the new ones. */
export class SessionDeltas {
  readonly #changed = new Set<string>();
  /** What was last sent of each session, until it has ended. */
  readonly #lastSent = new Map<string, string>();
  /** Place in the log up to which markers have been told; `null` until the read models have been there once. */
  #toldUpTo: number | null = null;
  #timer: NodeJS.Timeout | null = null;
  #nextLook = 0;
  #looking: Promise<void> = Promise.resolve();
  #stopped = false;

  private constructor(
    private readonly models: ReadModels,
    private readonly listener: DeltaListener,
    private readonly logger: Logger,
  ) {}

  /** Markers that are there already are no news. */
  static async start(models: ReadModels, listener: DeltaListener, logger: Logger): Promise<SessionDeltas> {
    const deltas = new SessionDeltas(models, listener, logger);
    await deltas.#look([]);
    return deltas;
  }

  /** The first change after a quiet time is told at once, those that follow together. */
  changed(sessionIds: readonly string[]): void {
    for (const id of sessionIds) this.#changed.add(id);
    if (this.#timer !== null || this.#changed.size === 0 || this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#looking = this.#lookAtChanged();
    }, Math.max(0, this.#nextLook - performance.now()));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#looking;
  }

  async #lookAtChanged(): Promise<void> {
    const ids = [...this.#changed];
    this.#changed.clear();
    const begin = performance.now();
    await this.#look(ids);
    const took = performance.now() - begin;
    this.#nextLook = begin + Math.max(COALESCE_MS, took / MAX_SHARE);
    this.#timer = null;
    this.changed([]);
  }

  async #look(ids: readonly string[]): Promise<void> {
    try {
      if (this.#toldUpTo === null || !this.listener.hasAudience()) {
        await this.#skip(ids);
        return;
      }
      if (ids.length > 0) this.#tellSessions(await this.models.sessions.getMany(ids));
      await this.#tellMarkers(this.#toldUpTo);
    } catch (error) {
      // The next change tells what this one didn't.
      const level = error instanceof ReadModelsUnavailableError ? 'debug' : 'error';
      this.logger[level]({ error }, 'changed sessions could not be read');
    }
  }

  /** What happens now will be no news to those who come later: they read it. */
  async #skip(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.#lastSent.delete(id);
    this.#toldUpTo = await this.models.markers.newestSeq();
  }

  #tellSessions(sessions: readonly Session[]): void {
    for (const session of sessions) {
      const text = JSON.stringify(session);
      if (this.#lastSent.get(session.id) === text) continue;
      this.listener.broadcast(`session:${session.id}`, { type: 'session', session });
      if (session.status === 'ended') this.#lastSent.delete(session.id);
      else this.#lastSent.set(session.id, text);
    }
    this.listener.read(sessions);
  }

  async #tellMarkers(toldUpTo: number): Promise<void> {
    const { items, seq } = await this.models.markers.since(toldUpTo, MAX_MARKERS);
    this.#toldUpTo = seq;
    for (const marker of items) this.listener.broadcast(`marker:${marker.id}`, { type: 'marker', marker });
  }
}
