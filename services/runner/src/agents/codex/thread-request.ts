import type { TokenClasses } from '@agents-fleet/contracts';
import { estimateTokens } from '@agents-fleet/domain';
import { asksItsModel, requestIdOf, type OpenTurn } from './open-turn.js';
import type { RolloutThread } from './rollout-thread.js';
import { tokensOf, totalOf } from './token-usage.js';

/**
 * Tokens of the descriptions of Codex's tools, which are a part of every prompt and no part of a rollout: 17,270
 * characters in 0.169.0. Only needed for a thread's first request, when that is interrupted.
 */
const TOOLS_TOKENS = estimateTokens(17_270);

/** A finished request, or, with `isPartial`, one that was interrupted: its tokens are an estimate. */
export interface ThreadRequest {
  /** The same for every view of the request: in a copy of the rollout, and while it was still being answered. */
  readonly requestId: string;
  readonly isPartial: boolean;
  readonly model: string | null;
  readonly serviceTier: string | null;
  readonly tokens: TokenClasses;
}

/** The request of a turn that comes next. */
export function requestOf({ model, serviceTier }: RolloutThread, turn: OpenTurn, tokens: TokenClasses, isPartial: boolean): ThreadRequest {
  return { requestId: requestIdOf(turn), isPartial, model, serviceTier, tokens };
}

/**
 * The request that is under way in the open turn, or was when it was interrupted: nobody tells its usage, so it is
 * reckoned by what it sent, which is the one before, its answer, and what came since. What the one before read from the
 * cache is there to be read again; the rest counts as new, which rather is too much than too little.
 * @returns `null` when no request is under way
 */
export function interruptedRequest(thread: RolloutThread, state: 'running' | 'interrupted', outputTokens = 0): ThreadRequest | null {
  const { turn, lastUsage, newCharacters } = thread;
  if (turn === null || !asksItsModel(turn, state)) return null;
  const added = estimateTokens(newCharacters);
  const cacheRead = lastUsage === null ? 0 : tokensOf(lastUsage).cacheRead;
  const input = lastUsage === null ? TOOLS_TOKENS + added : totalOf(lastUsage) - cacheRead + added;
  return requestOf(thread, turn, { input, cacheRead, cacheWrite5m: 0, cacheWrite1h: 0, output: outputTokens }, true);
}
