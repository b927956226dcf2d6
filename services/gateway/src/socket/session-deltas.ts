import { type Marker, type ServerMessage } from '@agents-fleet/contracts';
import { type Logger } from '@agents-fleet/platform';
import { type ReadModels, ReadModelsUnavailableError } from '@agents-fleet/read-models';

/** Changes of a session within this time are told as one. */
const COALESCE_MS = 50;
/** A marker that is older when it is first seen was there before us (a restart, a rebuild): it is no news. */
const NEWS_MS = 60_000;
/** Sessions whose markers are remembered as told. The ones that were touched longest ago are forgotten first. */
const MAX_REMEMBERED = 500;
/** A session has a handful of markers; more than this and the newest come with the next change. */
const MAX_MARKERS = 1_000;

/** Sends a delta to everybody; `key` names what it is about. */
export type Broadcast = (key: string, message: ServerMessage) => void;

/** Tells everybody what has changed about sessions: reads the rows that the projector has named and sends the new ones. */
export class SessionDeltas {
  readonly #changed = new Set<string>();
  /** What was last sent of each session, until it has ended. */
  readonly #lastSent = new Map<string, string>();
  readonly #markersSeen = new Map<string, Set<string>>();
  #timer: NodeJS.Timeout | null = null;
  #lastFlush = 0;
  #flushing: Promise<void> = Promise.resolve();

  constructor(
    private readonly models: ReadModels,
    private readonly broadcast: Broadcast,
    private readonly logger: Logger,
    private readonly now: () => number = Date.now,
  ) {}

  /** The first change after a quiet time is told at once, those that follow after 50 ms. */
  changed(sessionIds: readonly string[]): void {
    for (const id of sessionIds) this.#changed.add(id);
    if (this.#timer !== null || this.#changed.size === 0) return;
    const wait = Math.max(0, this.#lastFlush + COALESCE_MS - this.now());
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#flushing = this.#flushing.then(() => this.#flush());
    }, wait);
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#flushing;
  }

  async #flush(): Promise<void> {
    this.#lastFlush = this.now();
    const ids = [...this.#changed];
    this.#changed.clear();
    try {
      for (const session of await this.models.sessions.getMany(ids)) {
        const message: ServerMessage = { type: 'session', session };
        const text = JSON.stringify(session);
        if (this.#lastSent.get(session.id) === text) continue;
        this.broadcast(`session:${session.id}`, message);
        if (session.status === 'ended') this.#lastSent.delete(session.id);
        else this.#lastSent.set(session.id, text);
      }
      for (const id of ids) await this.#tellMarkers(id);
    } catch (error) {
      // The next change tells what this one didn't.
      const level = error instanceof ReadModelsUnavailableError ? 'debug' : 'error';
      this.logger[level]({ error }, 'changed sessions could not be read');
    }
  }

  async #tellMarkers(sessionId: string): Promise<void> {
    const { items } = await this.models.markers.list(sessionId, { limit: MAX_MARKERS });
    const seen = this.#rememberedMarkers(sessionId);
    for (const marker of items) {
      if (seen.has(marker.id)) continue;
      seen.add(marker.id);
      if (this.#isNews(marker)) this.broadcast(`marker:${marker.id}`, { type: 'marker', marker });
    }
  }

  #rememberedMarkers(sessionId: string): Set<string> {
    const seen = this.#markersSeen.get(sessionId) ?? new Set<string>();
    this.#markersSeen.delete(sessionId);
    this.#markersSeen.set(sessionId, seen);
    const [oldest] = this.#markersSeen.keys();
    if (this.#markersSeen.size > MAX_REMEMBERED && oldest !== undefined) this.#markersSeen.delete(oldest);
    return seen;
  }

  #isNews(marker: Marker): boolean {
    return this.now() - Date.parse(marker.at) <= NEWS_MS;
  }
}
