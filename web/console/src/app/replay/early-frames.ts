import { inject, Injectable } from '@angular/core';
import { type ResolveFn } from '@angular/router';
import { type FramesAnswer, FleetApi } from '../api/fleet-api.js';
import { SessionsStore } from '../sessions/sessions-store.js';
import { isTerminalKept } from '../sessions/terminal-kept.js';
import { firstChunkOf } from './moment.js';

/** A replay that isn't there by then is not coming: the person has gone elsewhere. */
const WAITS_MS = 5_000;

/** What a replay shows first, on its way. */
export interface FirstFrames {
  readonly chunk: number;
  readonly controller: AbortController;
  readonly answer: Promise<FramesAnswer>;
}

/**
 * Asks for the first frames of a replay as soon as the person is on their way to it, so that they come while the page is
 * still being made. At most one question is on its way.
 */
@Injectable({ providedIn: 'root' })
export class EarlyFrames {
  private readonly api = inject(FleetApi);
  private begun: { readonly sessionId: string; readonly frames: FirstFrames; readonly until: ReturnType<typeof setTimeout> } | undefined;

  /** @param chunk to be shown first, from 1 on */
  begin(sessionId: string, chunk: number): void {
    this.drop();
    this.begun = { sessionId, frames: this.ask(sessionId, chunk), until: setTimeout(() => this.drop(), WAITS_MS) };
  }

  /** Those that are on their way when they lead to `chunk`, else they are asked for now. The caller may break them off. */
  take(sessionId: string, chunk: number): FirstFrames {
    const { begun } = this;
    if (begun?.sessionId !== sessionId || begun.frames.chunk !== chunk) {
      this.drop();
      return this.ask(sessionId, chunk);
    }
    clearTimeout(begun.until);
    this.begun = undefined;
    return begun.frames;
  }

  private drop(): void {
    clearTimeout(this.begun?.until);
    this.begun?.frames.controller.abort();
    this.begun = undefined;
  }

  private ask(sessionId: string, chunk: number): FirstFrames {
    const controller = new AbortController();
    const answer = this.api.frames(sessionId, { chunk, scrollback: 'later' }, controller.signal);
    // Whoever takes it hears of it; until then, and when nobody does, it is no fault of the page.
    answer.catch(() => undefined);
    return { chunk, controller, answer };
  }
}

/** Of the route of a replay: begins to load what it shows first, and waits for nothing. */
export const askForFramesEarly: ResolveFn<null> = ({ params, queryParams }) => {
  const id = String(params['id']);
  const session = inject(SessionsStore).get(id);
  if (session === undefined || !isTerminalKept(session)) return null;
  const chunk = firstChunkOf({ at: queryParams['at'] as string | undefined, chunk: queryParams['chunk'] as string | undefined }, session.lastChunk);
  if (chunk > 0) inject(EarlyFrames).begin(id, chunk);
  return null;
};
