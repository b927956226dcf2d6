import type { Activity } from '@agents-fleet/contracts';
import type { HookInput } from './claude-hooks.js';

/** What Claude does, as its hooks tell it. Immutable. */
export interface Turn {
  readonly activity: Activity;
  /** Since when a model request of the main conversation is under way, in ms since the epoch; `null` when none is. */
  readonly askingSince: number | null;
}

export const WAITS_FOR_A_PROMPT: Turn = { activity: 'waiting', askingSince: null };

/** The turn after a hook. Pure. @param now in ms since the epoch */
export function afterHook(turn: Turn, hook: HookInput, now: number): Turn {
  // A subagent's steps are no turn of the conversation: that goes on when the tool that started it is done.
  const isMain = hook.agent_id === undefined || hook.agent_id === null;
  switch (hook.hook_event_name) {
    case 'UserPromptSubmit':
      return { activity: 'working', askingSince: now };
    case 'PreToolUse':
      return isMain ? { activity: 'working', askingSince: null } : turn;
    case 'PostToolUse':
    case 'PostToolUseFailure':
      return isMain ? { activity: 'working', askingSince: turn.askingSince ?? now } : { ...turn, activity: 'working' };
    case 'PermissionRequest':
      return { ...turn, activity: 'waiting' };
    case 'Notification':
      return asksThePerson(hook) ? { ...turn, activity: 'waiting' } : turn;
    case 'Stop':
    case 'StopFailure':
    case 'SessionStart':
    case 'SessionEnd':
      // A conversation that is compacted in the middle of a turn goes on.
      return hook.source === 'compact' ? turn : WAITS_FOR_A_PROMPT;
    default:
      return turn;
  }
}

/** The turn after a person was asked and has answered. Pure. */
export function afterDecision(turn: Turn, midTurn: boolean): Turn {
  return midTurn && turn.activity === 'waiting' ? { ...turn, activity: 'working' } : turn;
}

function asksThePerson({ notification_type: type, message }: HookInput): boolean {
  if (type !== undefined && type !== null) return type !== 'auth_success';
  return message !== undefined && message !== null;
}
