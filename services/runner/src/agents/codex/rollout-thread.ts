import type { Activity, TokenClasses } from '@agents-fleet/contracts';
import { estimateTokens } from '@agents-fleet/domain';
import { charactersOf, type ResponseItem, type RolloutLine } from './rollout-line.js';
import { tokensOf, totalOf, usageSince, type CodexUsage } from './token-usage.js';

/**
 * Tokens of the descriptions of Codex's tools, which are a part of every prompt and no part of a rollout: 17,270
 * characters in 0.169.0. Only needed for a thread's first request, when that is interrupted.
 */
const TOOLS_TOKENS = estimateTokens(17_270);

/** A turn that is going on. */
export interface OpenTurn {
  readonly id: string;
  /** When it began, in milliseconds since 1970. */
  readonly since: number;
  /** Requests of it that have been recorded. */
  readonly finished: number;
  /** `token_count` lines since the newest record: the first comes when its tool calls are done. */
  readonly countsSinceRecord: number;
  /** Whether something has come that the model is to be asked about: a call's result, a message. */
  readonly goesOn: boolean;
  /** When the request that may be under way can have begun at the earliest, in milliseconds since 1970. */
  readonly asksSince: number;
  /** Calls without a result, by id; whether the person is asked before. */
  readonly calls: ReadonlyMap<string, { readonly asks: boolean }>;
}

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

/** A finished request, or, with `isPartial`, one that was interrupted: its tokens are an estimate. */
export interface ThreadRequest {
  /** The same for every view of the request: in a copy of the rollout, and while it was still being answered. */
  readonly requestId: string;
  readonly isPartial: boolean;
  readonly model: string | null;
  readonly serviceTier: string | null;
  readonly tokens: TokenClasses;
}

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
      return step({ id, isMain: typeof source !== 'object', newCharacters: thread.newCharacters + (instructions?.text.length ?? 0) });
    }
    case 'turn_context':
      return step({ model: line.payload.model });
    case 'response_item':
      return step({ newCharacters: thread.newCharacters + charactersOf(line.payload), turn: thread.turn && withItem(thread.turn, line.payload) });
    case 'token_usage_record': {
      const { usage, turn_id: turnId } = line.payload;
      const turn = thread.turn ?? beginTurn(turnId, line.at);
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

function beginTurn(id: string, since: number): OpenTurn {
  return { id, since, finished: 0, countsSinceRecord: 0, goesOn: true, asksSince: since, calls: new Map() };
}

/** The first count after a record says that what the record asked for is done; another one tells of an interruption. */
function withCount(turn: OpenTurn, at: number): OpenTurn {
  const begins = turn.finished > 0 && turn.countsSinceRecord === 0;
  return { ...turn, countsSinceRecord: turn.countsSinceRecord + 1, asksSince: begins ? at : turn.asksSince };
}

/** Calls come before the record of the request that made them, their results after it. */
function finishRequest(turn: OpenTurn, countsSinceRecord: number, at: number): OpenTurn {
  return { ...turn, finished: turn.finished + 1, countsSinceRecord, goesOn: turn.calls.size > 0, asksSince: at };
}

function withItem(turn: OpenTurn, item: ResponseItem): OpenTurn {
  if (item.call_id === undefined) return item.role === 'user' ? { ...turn, goesOn: true } : turn;
  const calls = new Map(turn.calls);
  if (item.type.endsWith('_output')) calls.delete(item.call_id);
  else calls.set(item.call_id, { asks: asksThePerson(item) });
  return { ...turn, calls };
}

/** Codex writes no line when it asks for an approval. It always asks for these, unless it may decide by itself. */
function asksThePerson({ name, arguments: given }: ResponseItem): boolean {
  return name === 'request_user_input' || (given?.includes('"sandbox_permissions":"require_escalated"') ?? false);
}

/** The name of a turn's request, by its place: known before its answer is, unlike the id of the response. */
export function requestIdOf({ id, finished }: Pick<OpenTurn, 'id' | 'finished'>): string {
  return `codex:${id}:${finished + 1}`;
}

function requestOf({ model, serviceTier }: RolloutThread, turn: OpenTurn, tokens: TokenClasses, isPartial: boolean): ThreadRequest {
  return { requestId: requestIdOf(turn), isPartial, model, serviceTier, tokens };
}

/**
 * Whether the turn waits for an answer of its model. After a record with tool calls a `token_count` says that they are
 * done and the next request goes out; an interruption writes one more.
 */
export function asksItsModel(turn: OpenTurn, state: 'running' | 'interrupted'): boolean {
  return turn.finished === 0 || (turn.goesOn && turn.countsSinceRecord >= (state === 'running' ? 1 : 2));
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

/** What the agent does in this thread. @param decided calls that the person has allowed already */
export function activityOf({ turn, lastEnd }: RolloutThread, decided: ReadonlySet<string>): Activity {
  if (turn === null) return lastEnd === 'completed' ? 'waiting' : 'idle';
  return [...turn.calls].some(([id, { asks }]) => asks && !decided.has(id)) ? 'waiting' : 'working';
}
