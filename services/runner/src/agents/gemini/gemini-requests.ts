import type { TokenClasses } from '@agents-fleet/contracts';
import { promptTokens } from '@agents-fleet/domain';
import type { Fact } from '../../control/protocol.js';
import { usageFact } from '../usage-fact.js';
import type { GeminiEvent } from './gemini-telemetry.js';

interface Request {
  readonly asked: GeminiEvent;
  /** Usage of the request of this kind before: what the prompt begins with. */
  readonly before: TokenClasses | null;
}

/**
 * Joins what Gemini's telemetry tells of the beginning and the end of requests. One without an end was interrupted: nobody
 * tells its usage, so it is reckoned by the one before. No I/O.
 */
export class GeminiRequests {
  readonly #sessionId: string;
  readonly #open = new Map<string, Request>();
  readonly #newest = new Map<string, TokenClasses>();
  #conversation: string | null = null;

  constructor(sessionId: string) {
    this.#sessionId = sessionId;
  }

  /** The newest conversation in which the model has answered: what Resume takes up. */
  get conversation(): string | null {
    return this.#conversation;
  }

  /** Whether an answer is under way. */
  get isAsking(): boolean {
    return this.#open.size > 0;
  }

  hear(event: GeminiEvent): Fact[] {
    const kind = kindOf(event);
    const open = this.#open.get(kind);
    this.#open.delete(kind);
    if (event.answer === null) {
      this.#open.set(kind, { asked: event, before: this.#newest.get(kind) ?? null });
      return open === undefined ? [] : [this.#interrupted(open)];
    }
    if (event.answer.failed) return [];
    this.#newest.set(kind, event.answer.tokens);
    if (event.role === 'main') this.#conversation = event.sessionId;
    return [this.#usage(open?.asked ?? event, event.answer.tokens, false)];
  }

  /** Gemini has exited: what was under way came to no end. */
  settle(): Fact[] {
    const facts = [...this.#open.values()].map((request) => this.#interrupted(request));
    this.#open.clear();
    return facts;
  }

  #interrupted({ asked, before }: Request): Fact {
    const { input, cacheRead, output } = before ?? { input: 0, cacheRead: 0, output: 0 };
    const tokens = { input: input + output, cacheRead, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };
    return this.#usage(asked, before === null || promptTokens(before) === 0 ? { ...tokens, input: FIRST_PROMPT_TOKENS } : tokens, true);
  }

  #usage({ sessionId, promptId, role, at, model }: GeminiEvent, tokens: TokenClasses, isPartial: boolean): Fact {
    return usageFact({
      sessionId: this.#sessionId,
      agentSessionId: sessionId,
      requestId: `gemini:${promptId}:${role}:${at}`.slice(0, 110),
      source: 'otel', isPartial, model, serviceTier: null, tokens,
    });
  }
}

/** Tokens of a conversation's first prompt, with instructions and tools: 0.61.0 sends about 60,000 characters. Only for one that is interrupted. */
const FIRST_PROMPT_TOKENS = 15_000;

/** Requests of one kind follow one another; those of different kinds may overlap. */
function kindOf({ sessionId, role, model }: GeminiEvent): string {
  return `${sessionId} ${role} ${model}`;
}
