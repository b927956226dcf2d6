import { z } from 'zod';
import { agentSessionIdSchema } from '../../control/agent-session-id.js';

/** What Claude Code tells its hooks (2.1.330), as far as it is of use here. Unknown fields are skipped. */
export const hookInputSchema = z.object({
  hook_event_name: z.string(),
  session_id: agentSessionIdSchema,
  transcript_path: z.string().max(4_096).nullish(),
  prompt_id: z.string().max(100).nullish(),
  /** Of a subagent, when it is one that says it. */
  agent_id: z.string().nullish(),
  /** SessionStart: `startup`, `resume`, `clear`, `compact`, `fork`. */
  source: z.string().nullish(),
  tool_use_id: z.string().nullish(),
  notification_type: z.string().nullish(),
  /** Stop: what goes on behind the conversation. */
  background_tasks: z.array(z.object({ type: z.string().nullish(), status: z.string().nullish() })).nullish().catch(null),
});
export type HookInput = z.infer<typeof hookInputSchema>;

/** What Claude Code gives its status line, as far as it is of use here. */
export const statusInputSchema = z.object({
  session_id: agentSessionIdSchema,
  transcript_path: z.string().max(4_096).nullish(),
  model: z.object({ id: z.string() }).nullish(),
  cost: z.object({ total_cost_usd: z.number().min(0) }).nullish(),
  context_window: z
    .object({
      /** Of the newest request, cache included: not a total, whatever its name says. */
      total_input_tokens: z.number().int().min(0).nullish(),
      context_window_size: z.number().int().min(1).nullish(),
    })
    .nullish(),
});
export type StatusInput = z.infer<typeof statusInputSchema>;

/** Events for which Claude Code posts to a URL itself: no process a tool call. */
export const POSTED_EVENTS = [
  'UserPromptSubmit', 'PreToolUse', 'PostToolUse', 'PostToolUseFailure', 'PermissionRequest', 'Notification', 'SubagentStop', 'Stop', 'StopFailure',
] as const;
/** Events for which it only starts commands. */
export const COMMAND_EVENTS = ['SessionStart', 'SessionEnd'] as const;
