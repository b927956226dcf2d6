import { z } from 'zod';
import type { Logger } from '@agents-fleet/platform';
import type { Fact } from '../../control/protocol.js';
import type { AgentFollower, SessionReporter } from '../agent-adapter.js';
import type { AgentReceiver } from '../agent-receiver.js';
import { UnsentFacts } from '../unsent-facts.js';
import { GeminiRequests } from './gemini-requests.js';
import { geminiEventsOf } from './gemini-telemetry.js';

/** A Gemini that has told nothing for so long after its start, in milliseconds, is metered by its characters: it starts slowly. */
const BLIND_AFTER_MS = 30_000;
const LOOK_EVERY_MS = 1_000;

/** What is kept to follow a session again after a restart of the runner. */
export const savedGeminiSchema = z.object({ token: z.string().min(16), resumePrefix: z.string() });
export type SavedGemini = z.infer<typeof savedGeminiSchema>;

export interface GeminiFollowerParts {
  sessionId: string;
  saved: SavedGemini;
  reporter: SessionReporter;
  receiver: AgentReceiver;
  logger: Logger;
}

/** Follows one Gemini CLI by its telemetry. */
export class GeminiFollower implements AgentFollower {
  readonly saved: SavedGemini;
  readonly #parts: GeminiFollowerParts;
  readonly #requests: GeminiRequests;
  readonly #unsent: UnsentFacts;
  readonly #timer: NodeJS.Timeout;
  readonly #followedSince = performance.now();
  #heard = false;
  #blind = false;
  #asking = false;
  #conversation: string | null = null;

  constructor(parts: GeminiFollowerParts) {
    this.#parts = parts;
    this.saved = parts.saved;
    this.#requests = new GeminiRequests(parts.sessionId);
    this.#unsent = new UnsentFacts(parts.reporter, parts.logger, parts.sessionId);
    parts.receiver.register(parts.saved.token, (path, body) => {
      this.#hear(path, body);
      return {};
    });
    this.#timer = setInterval(() => {
      this.#look();
    }, LOOK_EVERY_MS).unref();
  }

  async settle(): Promise<void> {
    clearInterval(this.#timer);
    await this.#unsent.report(this.#requests.settle());
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#parts.receiver.unregister(this.saved.token);
    await this.#unsent.settled();
  }

  #hear(path: string, body: unknown): void {
    this.#heard = true;
    if (path !== 'v1/logs') return;
    const facts = geminiEventsOf(body).flatMap((event) => this.#requests.hear(event));
    this.#unsent.see([...this.#blindness(), ...facts, ...this.#askingChange(), ...this.#newConversation()]);
  }

  #look(): void {
    this.#unsent.see(this.#blindness());
  }

  #newConversation(): Fact[] {
    const { conversation } = this.#requests;
    if (conversation === null || conversation === this.#conversation) return [];
    this.#conversation = conversation;
    return [{ kind: 'resumable', agentSessionId: conversation, command: `${this.saved.resumePrefix} --resume ${conversation}` }];
  }

  /** What is printed while a request is under way counts as its answer, until that is told. */
  #askingChange(): Fact[] {
    const asking = this.#requests.isAsking;
    if (asking === this.#asking) return [];
    this.#asking = asking;
    return [{ kind: 'asking', asking }];
  }

  #blindness(): Fact[] {
    const blind = !this.#heard && performance.now() - this.#followedSince > BLIND_AFTER_MS;
    if (blind === this.#blind) return [];
    this.#blind = blind;
    if (blind) this.#parts.logger.warn({ sessionId: this.#parts.sessionId }, 'this Gemini CLI tells nothing of its requests');
    return [{ kind: 'blind', blind }];
  }
}
