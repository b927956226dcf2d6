import { beginTurn, finishRequest, withCount, withItem, type OpenTurn } from './open-turn.js';
import { charactersOf, type RolloutLine } from './rollout-line.js';
import { interruptedRequest, requestOf, type ThreadRequest } from './thread-request.js';
import { tokensOf, totalOf, usageSince, type CodexUsage } from './token-usage.js';

/** What is known of one thread (conversation) by its rollout. Immutable. */
export interface RolloutThread {
  readonly id: string | null;
  /** A person's own conversation, not one of a subagent. */
  readonly isMain: boolean;
  readonly model: string | null;
  readonly serviceTier: string | null;
  readonly windowTokens: number | null;
  readonly turn: OpenTurn | null;
  /** How the newest turn ended. */
  readonly lastEnd: 'completed' | 'interrupted' | null;
  /** Usage of the newest finished request. */
  readonly lastUsage: CodexUsage | null;
  /** Running totals of an older Codex that writes no records. */
  readonly totals: CodexUsage | null;
  readonly writesRecords: boolean;
  /** Characters that came since the newest finished request, and that the next one sends. */
  readonly newCharacters: number;
}

export const NEW_THREAD: RolloutThread = {
  id: null, isMain: true, model: null, serviceTier: null, windowTokens: null, turn: null, lastEnd: null, lastUsage: null,
  totals: null, writesRecords: false, newCharacters: 0,
};

export interface ThreadStep {
  readonly thread: RolloutThread;
  /** The request that the line tells the end of. */
  readonly request: ThreadRequest | null;
  /** How full the context is, when the line tells. */
  readonly context: { readonly usedTokens: number; readonly windowTokens: number } | null;
}

/** The thread after a line of its rollout. Pure. */
export function evolveThread(thread: RolloutThread, line: RolloutLine): ThreadStep {
  const step = (change: Partial<RolloutThread>, request: ThreadRequest | null = null): ThreadStep => ({
    thread: { ...thread, ...change }, request, context: null,
  });
  switch (line.type) {
    case 'session_meta': {
      const { id, source, base_instructions: instructions } = line.payload;
      return step({ id, isMain: typeof source !== 'object' || source === null, newCharacters: thread.newCharacters + (instructions?.text.length ?? 0) });
    }
    case 'turn_context':
      return step({ model: line.payload.model });
    case 'response_item':
      return step({ newCharacters: thread.newCharacters + charactersOf(line.payload), turn: thread.turn && withItem(thread.turn, line.payload) });
    case 'token_usage_record': {
      const { usage, turn_id: turnId, response_id: responseId } = line.payload;
      // Without the line of its beginning, a turn's requests can't be counted.
      const turn = thread.turn ?? beginTurn(`${turnId}-${responseId}`, line.at);
      return step(
        { lastUsage: usage, writesRecords: true, newCharacters: 0, turn: thread.turn && finishRequest(turn, 0, line.at) },
        requestOf(thread, turn, tokensOf(usage), false),
      );
    }
    case 'event_msg':
      return evolveByEvent(thread, line.payload, line.at);
  }
}

type RolloutEvent = Extract<RolloutLine, { type: 'event_msg' }>['payload'];

function evolveByEvent(thread: RolloutThread, event: RolloutEvent, at: number): ThreadStep {
  const ended = (lastEnd: 'completed' | 'interrupted') => ({ ...thread, turn: null, lastEnd });
  switch (event.type) {
    case 'task_started':
      return {
        thread: { ...thread, turn: beginTurn(event.turn_id, at), windowTokens: event.model_context_window ?? thread.windowTokens },
        request: null, context: null,
      };
    case 'thread_settings_applied': {
      const { model, service_tier: serviceTier } = event.thread_settings;
      return { thread: { ...thread, model: model ?? thread.model, serviceTier: serviceTier ?? null }, request: null, context: null };
    }
    case 'task_complete':
      return { thread: ended('completed'), request: null, context: null };
    case 'turn_aborted':
      return { thread: ended('interrupted'), request: thread.turn && interruptedRequest(thread, 'interrupted'), context: null };
    case 'token_count': {
      if (event.info === null || event.info === undefined) return { thread, request: null, context: null };
      const { total_token_usage: totals, last_token_usage: last } = event.info;
      const windowTokens = event.info.model_context_window ?? thread.windowTokens;
      const context = windowTokens === null ? null : { usedTokens: totalOf(last), windowTokens };
      const turn = thread.turn && withCount(thread.turn, at);
      const counted = { ...thread, totals, windowTokens, turn };
      if (thread.writesRecords) return { thread: counted, request: null, context };
      // An older Codex: its totals say what a request used by what they grew by.
      const usage = usageSince(thread.totals, totals);
      if (totalOf(usage) === 0) return { thread: counted, request: null, context };
      const before = thread.turn ?? beginTurn(`at-${at}`, at);
      return {
        thread: { ...counted, lastUsage: usage, newCharacters: 0, turn: turn && finishRequest(turn, 1, at) },
        request: requestOf(thread, before, tokensOf(usage), false),
        context,
      };
    }
  }
}
