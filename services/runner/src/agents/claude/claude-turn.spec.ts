import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { hookInputSchema, statusInputSchema, type HookInput } from './claude-hooks.js';
import { afterDecision, afterHook, WAITS_FOR_A_PROMPT, type Turn } from './claude-turn.js';

/** Recorded from Claude Code 2.1.330 against the stand-in: prompts, a tool, a subagent, `/clear`, `/exit`. */
const recorded = (name: string): unknown[] =>
  readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as unknown);

const hook = (name: string, more: Partial<HookInput> = {}): HookInput => ({ hook_event_name: name, session_id: 's', ...more });
const WORKING: Turn = { activity: 'working', askingSince: 1, permission: false };

describe('a turn of Claude Code', () => {
  it('is followed through a recorded session', () => {
    let turn = WAITS_FOR_A_PROMPT;
    const seen = recorded('hooks.jsonl').map((input) => {
      const read = hookInputSchema.parse(input);
      turn = afterHook(turn, read, 5);
      return `${read.hook_event_name} ${turn.activity}${turn.askingSince === null ? '' : ' asking'}`;
    });
    expect(seen.slice(0, 9)).toEqual([
      'SessionStart waiting',
      'UserPromptSubmit working asking',
      'Stop waiting',
      'UserPromptSubmit working asking',
      'PreToolUse working',
      'PostToolUse working asking',
      'Stop waiting',
      'UserPromptSubmit working asking',
      'PreToolUse working',
    ]);
    expect(seen.slice(-4)).toEqual(['SessionStart waiting', 'UserPromptSubmit working asking', 'Stop waiting', 'SessionEnd waiting']);
  });

  it('goes on while subagents work in the background', () => {
    const stop = (status: string) => afterHook(WORKING, hook('Stop', { background_tasks: [{ type: 'subagent', status }, { type: 'shell', status: 'running' }] }), 2);
    expect(stop('running').activity).toBe('working');
    expect(stop('completed').activity).toBe('waiting');
  });

  it('needs the person for a permission, and works again once that is given', () => {
    const asked = afterHook({ ...WORKING, askingSince: null }, hook('PermissionRequest'), 2);
    expect(asked.activity).toBe('waiting');
    expect(afterDecision(asked).activity).toBe('working');
    expect(afterDecision(WAITS_FOR_A_PROMPT).activity).toBe('waiting');
  });

  it('is not ended by what its subagents do, nor by a compaction', () => {
    expect(afterHook(WORKING, hook('PreToolUse', { agent_id: 'a' }), 2)).toBe(WORKING);
    expect(afterHook(WORKING, hook('SessionStart', { source: 'compact' }), 2)).toBe(WORKING);
  });
});

describe('the status line’s input', () => {
  it('tells how full the context is', () => {
    const [empty, later] = recorded('status-line.jsonl').map((input) => statusInputSchema.parse(input));
    expect(empty?.context_window).toEqual({ total_input_tokens: 0, context_window_size: 1_000_000 });
    expect(later?.context_window).toEqual({ total_input_tokens: 16_552, context_window_size: 1_000_000 });
    expect(later?.model?.id).toBe('claude-opus-5-5');
  });
});
