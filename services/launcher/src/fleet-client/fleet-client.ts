import {
  type CreateSession,
  type Marker,
  markerPageSchema,
  type ResumeSession,
  type Session,
  sessionSchema,
  stopSessionsResultSchema,
  type UsageEntry,
  usagePageSchema,
} from '@agents-fleet/contracts';
import { type z } from 'zod';
import { SessionViewer } from './session-viewer.js';
import { SteadfastViewer } from './steadfast-viewer.js';
import { type TerminalSink } from './terminal-sink.js';

/** A problem document is a few hundred characters; anything longer isn't one. */
const MAX_PROBLEM_CHARS = 2000;

/** The fleet refused a request. The message holds its problem document. */
export class FleetRefusal extends Error {
  override readonly name = 'FleetRefusal';

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** A running fleet as a script sees it: its REST API and its socket, and nothing behind them. */
export class FleetClient {
  /** @param url without a path, such as `http://127.0.0.1:4700` */
  constructor(
    readonly url: string,
    private readonly token: string,
  ) {}

  startSession(session: CreateSession): Promise<Session> {
    return this.#json(sessionSchema, 'POST', '/api/sessions', session);
  }

  /** Takes up an ended session's conversation in a new one. */
  resume(id: string, choices: ResumeSession = {}): Promise<Session> {
    return this.#json(sessionSchema, 'POST', `/api/sessions/${id}/resume`, choices);
  }

  session(id: string): Promise<Session> {
    return this.#json(sessionSchema, 'GET', `/api/sessions/${id}`);
  }

  async markers(id: string): Promise<Marker[]> {
    return (await this.#json(markerPageSchema, 'GET', `/api/sessions/${id}/markers`)).items;
  }

  /** Every usage record of the session, over all pages. */
  async usage(id: string): Promise<UsageEntry[]> {
    const all: UsageEntry[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: z.output<typeof usagePageSchema> = await this.#json(usagePageSchema, 'GET', `/api/sessions/${id}/usage?limit=1000${query}`);
      all.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return all;
  }

  /** Every byte that the session's terminal printed. */
  async terminal(id: string): Promise<Buffer> {
    const answer = await this.#sound('GET', `/api/sessions/${id}/terminal`);
    return Buffer.from(await answer.arrayBuffer());
  }

  /** Types text into a session, as it is. */
  async input(id: string, text: string): Promise<void> {
    await this.#sound('POST', `/api/sessions/${id}/input`, { text });
  }

  async stop(id: string): Promise<void> {
    await this.#sound('POST', `/api/sessions/${id}/stop`, {});
  }

  stopAll(ids: string[]): Promise<z.infer<typeof stopSessionsResultSchema>> {
    return this.#json(stopSessionsResultSchema, 'POST', '/api/sessions/stop', { ids, force: true });
  }

  /** Opens a socket and attaches to the session's terminal from its first chunk. */
  view(session: Session): Promise<SessionViewer> {
    return SessionViewer.open(`${this.url.replace(/^http/, 'ws')}/ws`, this.token, session);
  }

  /** Watches the session to its end, over lost connections. */
  stay<Sink extends TerminalSink>(session: Session, sink: Sink, history: 'all' | 'screen' = 'all'): SteadfastViewer<Sink> {
    return new SteadfastViewer(`${this.url.replace(/^http/, 'ws')}/ws`, this.token, session.id, sink, history);
  }

  /**
   * One request as it is, signed in.
   * @param body JSON text, also broken
   */
  ask(method: string, path: string, body?: string): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body }),
    });
  }

  async #json<S extends z.ZodType>(schema: S, method: string, path: string, body?: object): Promise<z.output<S>> {
    const answer = await this.#sound(method, path, body);
    return schema.parse(await answer.json());
  }

  /** @throws FleetRefusal */
  async #sound(method: string, path: string, body?: object): Promise<Response> {
    const answer = await this.ask(method, path, body && JSON.stringify(body));
    if (answer.ok) return answer;
    throw new FleetRefusal(answer.status, `${method} ${path}: ${answer.status} ${(await answer.text()).slice(0, MAX_PROBLEM_CHARS)}`);
  }
}
