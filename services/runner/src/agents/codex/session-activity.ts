import type { Activity } from '@agents-fleet/contracts';
import type { RolloutThread } from './rollout-thread.js';

/** What the agent does in this thread. @param decided calls that the person has allowed already */
export function activityOf({ turn, lastEnd }: RolloutThread, decided: ReadonlySet<string>): Activity {
  if (turn === null) return lastEnd === 'completed' ? 'waiting' : 'idle';
  return [...turn.calls].some(([id, { asks }]) => asks && !decided.has(id)) ? 'waiting' : 'working';
}

/**
 * What the agent does, over all its threads. Whatever asks the person comes first; a subagent that works is work.
 * @param live threads with a turn of this session
 * @param main the conversation of the person, once something happened in it
 * @param decided calls that the person has allowed already
 */
export function sessionActivity(live: readonly RolloutThread[], main: RolloutThread | null, decided: ReadonlySet<string>): Activity {
  const activities = live.map((thread) => activityOf(thread, decided));
  if (activities.includes('waiting')) return 'waiting';
  if (activities.includes('working')) return 'working';
  return main?.turn === null ? activityOf(main, decided) : 'idle';
}
