import { HttpClient, HttpErrorResponse } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import {
  searchPageSchema,
  sessionPageSchema,
  sessionSchema,
  stdinPageSchema,
  stopSessionsResultSchema,
  timelineSchema,
  usagePageSchema,
  type ChangeBudget,
  type CreateSession,
  type FramesQuery,
  type Page,
  type ResumeSession,
  type SearchHit,
  type Session,
  type StdinEvent,
  type Timeline,
  type UsageEntry,
} from '@agents-fleet/contracts';
import { firstValueFrom, Observable, race } from 'rxjs';
import { type z } from 'zod';

/** Which sessions a page of the list is asked for. */
export interface SessionsQuery {
  readonly status: 'live' | 'ended';
  readonly limit: number;
  readonly cursor?: string;
  readonly q?: string;
}

/** What is looked for on the screens of the fleet. */
export interface SearchQuery {
  readonly q: string;
  readonly sessionId?: string;
  readonly repo?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

/** What brings a terminal to a moment. */
export interface FramesAnswer {
  /** Frames as `libs/wire` writes them, one after the other. */
  readonly bytes: Uint8Array;
  /** They are about what is on the screen, and only for until the rest is here. */
  readonly isScreenOnly: boolean;
}

/** The console's calls to the gateway. Answers are checked: what breaks the contract is an error, not a figure. */
@Injectable({ providedIn: 'root' })
export class FleetApi {
  private readonly http = inject(HttpClient);

  /** Trades the one-time code of the printed URL for the session cookie. */
  async login(token: string): Promise<void> {
    await firstValueFrom(this.http.post('/api/login', { token }, { responseType: 'text' }));
  }

  async logout(): Promise<void> {
    await firstValueFrom(this.http.post('/api/logout', null, { responseType: 'text' }));
  }

  sessions(query: SessionsQuery): Promise<Page<Session>> {
    return this.read(this.http.get('/api/sessions', { params: { ...query } }), sessionPageSchema);
  }

  usage(sessionId: string, cursor: string | null): Promise<Page<UsageEntry>> {
    const params = { limit: 1000, ...(cursor === null ? {} : { cursor }) };
    return this.read(this.http.get(`/api/sessions/${sessionId}/usage`, { params }), usagePageSchema);
  }

  stdin(sessionId: string, cursor: string | null): Promise<Page<StdinEvent>> {
    const params = { limit: 1000, ...(cursor === null ? {} : { cursor }) };
    return this.read(this.http.get(`/api/sessions/${sessionId}/stdin`, { params }), stdinPageSchema);
  }

  timeline(sessionId: string): Promise<Timeline> {
    return this.read(this.http.get(`/api/sessions/${sessionId}/timeline`), timelineSchema);
  }

  async frames(sessionId: string, query: FramesQuery, signal: AbortSignal): Promise<FramesAnswer> {
    const { chunk, from, scrollback } = query;
    const params = { chunk, ...(from !== undefined && { from }), ...(scrollback !== undefined && { scrollback }) };
    const answer = this.http.get(`/api/sessions/${sessionId}/terminal.frames`, { params, observe: 'response', responseType: 'arraybuffer' });
    try {
      const { body, headers } = await firstValueFrom(until(signal, answer));
      return { bytes: new Uint8Array(body ?? new ArrayBuffer(0)), isScreenOnly: headers.get('Fleet-Scrollback') === 'later' };
    } catch (error) {
      throw error instanceof HttpErrorResponse ? withReadableBody(error) : error;
    }
  }

  /** Lines that were on screens, newest first. */
  search(query: SearchQuery, signal: AbortSignal): Promise<Page<SearchHit>> {
    return this.read(until(signal, this.http.get('/api/search', { params: { ...query } })), searchPageSchema);
  }

  start(session: CreateSession): Promise<Session> {
    return this.read(this.http.post('/api/sessions', session), sessionSchema);
  }

  /** @returns the new session, which goes on with the old one's conversation */
  resume(sessionId: string, wanted: ResumeSession): Promise<Session> {
    return this.read(this.http.post(`/api/sessions/${sessionId}/resume`, wanted), sessionSchema);
  }

  /** @returns the session with its new budget */
  changeBudget(sessionId: string, budget: ChangeBudget): Promise<Session> {
    return this.read(this.http.patch(`/api/sessions/${sessionId}/budget`, budget), sessionSchema);
  }

  async stop(sessionId: string, force = false): Promise<void> {
    await firstValueFrom(this.http.post(`/api/sessions/${sessionId}/stop`, { force }, { responseType: 'text' }));
  }

  /** Stops several sessions; the answer says for each whether it is stopping. */
  async stopMany(ids: readonly string[]): Promise<z.infer<typeof stopSessionsResultSchema>['items']> {
    return (await this.read(this.http.post('/api/sessions/stop', { ids }), stopSessionsResultSchema)).items;
  }

  private async read<Schema extends z.ZodType>(answer: Observable<unknown>, schema: Schema): Promise<z.infer<Schema>> {
    return schema.parse(await firstValueFrom(answer));
  }
}

/** An answer, or the signal's reason once nobody wants it: then the request is broken off. */
function until<Answer>(signal: AbortSignal, answer: Observable<Answer>): Observable<Answer> {
  return race(answer, new Observable<never>((subscriber) => {
    const abort = () => { subscriber.error(signal.reason); };
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    return () => { signal.removeEventListener('abort', abort); };
  }));
}

/** Where bytes were asked for, an error comes as bytes, too. */
function withReadableBody(error: HttpErrorResponse): HttpErrorResponse {
  const body: unknown = error.error;
  if (!(body instanceof ArrayBuffer)) return error;
  const { status, statusText, headers, url } = error;
  let problem: unknown = null;
  try {
    problem = JSON.parse(new TextDecoder().decode(body));
  } catch {
    // Not from the gateway: its status says what there is to say.
  }
  return new HttpErrorResponse({ error: problem, status, statusText, headers, ...(url !== null && { url }) });
}
