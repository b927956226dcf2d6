import type { ResponseItem } from './rollout-line.js';

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

export function beginTurn(id: string, since: number): OpenTurn {
  return { id, since, finished: 0, countsSinceRecord: 0, goesOn: true, asksSince: since, calls: new Map() };
}

/** The first count after a record says that what the record asked for is done; another one tells of an interruption. */
export function withCount(turn: OpenTurn, at: number): OpenTurn {
  const begins = turn.finished > 0 && turn.countsSinceRecord === 0;
  return { ...turn, countsSinceRecord: turn.countsSinceRecord + 1, asksSince: begins ? at : turn.asksSince };
}

/** Calls come before the record of the request that made them, their results after it. */
export function finishRequest(turn: OpenTurn, countsSinceRecord: number, at: number): OpenTurn {
  return { ...turn, finished: turn.finished + 1, countsSinceRecord, goesOn: turn.calls.size > 0, asksSince: at };
}

export function withItem(turn: OpenTurn, item: ResponseItem): OpenTurn {
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

/**
 * Whether the turn waits for an answer of its model. After a record with tool calls a `token_count` says that they are
 * done and the next request goes out; an interruption writes one more.
 */
export function asksItsModel(turn: OpenTurn, state: 'running' | 'interrupted'): boolean {
  return turn.finished === 0 || (turn.goesOn && turn.countsSinceRecord >= (state === 'running' ? 1 : 2));
}
