import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import {
  sessionPageSchema,
  sessionSchema,
  stdinPageSchema,
  stopSessionsResultSchema,
  usagePageSchema,
  type ChangeBudget,
  type CreateSession,
  type Page,
  type ResumeSession,
  type Session,
  type StdinEvent,
  type UsageEntry,
} from '@agents-fleet/contracts';
import { firstValueFrom, type Observable } from 'rxjs';
import { type z } from 'zod';

/** Which sessions a page of the list is asked for. */
export interface SessionsQuery {
  readonly status: 'live' | 'ended';
  readonly limit: number;
  readonly cursor?: string;
  readonly q?: string;
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
