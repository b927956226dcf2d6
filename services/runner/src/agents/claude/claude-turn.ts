import type { Activity } from '@agents-fleet/contracts';
import type { HookInput } from './claude-hooks.js';

/** What Claude does, as its hooks tell it. Immutable. */
export interface Turn {
  readonly activity: Activity;
  /** Since when a model request of the main conversation is under way, in ms since the epoch; `null` when none is. */
  readonly askingSince: number | null;
  /** Whether a tool waits for the person's permission. */
  readonly permission: boolean;
}

export const WAITS_FOR_A_PROMPT: Turn = { activity: 'waiting', askingSince: null, permission: false };

/** The turn after a hook. Pure. @param now in ms since the epoch */
export function afterHook(turn: Turn, hook: HookInput, now: number): Turn {
  // A subagent's steps are no turn of the conversation: that goes on when the tool that started it is done.
  const isMain = hook.agent_id === undefined || hook.agent_id === null;
  switch (hook.hook_event_name) {
    case 'UserPromptSubmit':
      return { activity: 'working', askingSince: now, permission: false };
    case 'PreToolUse':
      return isMain ? { activity: 'working', askingSince: null, permission: false } : turn;
    case 'PostToolUse':
    case 'PostToolUseFailure':
      return { activity: 'working', askingSince: isMain ? (turn.askingSince ?? now) : turn.askingSince, permission: false };
    case 'PermissionRequest':
      return { ...turn, activity: 'waiting', permission: true };
    case 'Notification':
      return hook.notification_type === 'auth_success' ? turn : { ...turn, activity: 'waiting' };
    case 'Stop':
      // Its subagents in the background wake it up: nobody is needed meanwhile.
      return hasSubagents(hook) ? { ...WAITS_FOR_A_PROMPT, activity: 'working' } : WAITS_FOR_A_PROMPT;
    case 'StopFailure':
    case 'SessionStart':
    case 'SessionEnd':
      // A conversation that is compacted in the middle of a turn goes on.
      return hook.source === 'compact' ? turn : WAITS_FOR_A_PROMPT;
    default:
      return turn;
  }
}

/** The turn after somebody has decided on a tool: no hook tells that a permission was given. Pure. */
export function afterDecision(turn: Turn): Turn {
  return turn.permission ? { ...turn, activity: 'working', permission: false } : turn;
}

function hasSubagents({ background_tasks: tasks }: HookInput): boolean {
  return (tasks ?? []).some(({ type, status }) => type === 'subagent' && status === 'running');
}
