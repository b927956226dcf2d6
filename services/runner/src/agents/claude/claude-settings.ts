import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { readSettingsText } from '../settings-file.js';
import { quoted } from '../shell-words.js';
import { COMMAND_EVENTS, POSTED_EVENTS } from './claude-hooks.js';

/** Longest wait of a hook, in seconds: one that is not answered lets Claude go on. */
const HOOK_TIMEOUT_S = 5;

const statusLineSchema = z.looseObject({ type: z.literal('command'), command: z.string() });
export type StatusLineSettings = z.infer<typeof statusLineSchema>;

/** Settings of a person, as far as ours have to leave room for them. */
const settingsSchema = z.looseObject({
  statusLine: statusLineSchema.optional().catch(undefined),
  hooks: z.record(z.string(), z.array(z.unknown())).optional().catch(undefined),
});
export type ClaudeSettings = z.infer<typeof settingsSchema>;

/** The programs that Claude is to start, and where it is to post. */
export interface SettingsTargets {
  hookUrl: string;
  /** Reports what a hook is told on stdin. */
  hookCommand: string;
  /** Reports what a status line is told on stdin, and prints the person's own. */
  statusLineCommand: string;
}

/**
 * The settings of one session: the person's own that they gave for it, with our hooks beside theirs and our status line
 * in front of theirs. Pure.
 * @param statusLine the person's own one in force
 */
export function sessionSettings(own: ClaudeSettings | null, statusLine: StatusLineSettings | null, targets: SettingsTargets): ClaudeSettings {
  const ours: Record<string, unknown[]> = {};
  for (const event of POSTED_EVENTS) ours[event] = [{ hooks: [{ type: 'http', url: targets.hookUrl, timeout: HOOK_TIMEOUT_S }] }];
  for (const event of COMMAND_EVENTS) ours[event] = [{ hooks: [{ type: 'command', command: targets.hookCommand, timeout: HOOK_TIMEOUT_S }] }];
  const hooks = { ...own?.hooks };
  for (const [event, entries] of Object.entries(ours)) hooks[event] = [...(hooks[event] ?? []), ...entries];
  return { ...own, hooks, statusLine: { ...statusLine, type: 'command', command: targets.statusLineCommand } };
}

/**
 * Settings that a person gave with `--settings`: JSON, or the path of a file with it.
 * @returns `null` when they can't be read: then theirs are left alone
 */
export function readGivenSettings(value: string, directory: string): ClaudeSettings | null {
  return value.trimStart().startsWith('{') ? parseSettings(value) : readSettingsFile(isAbsolute(value) ? value : join(directory, value));
}

/** The person's own status line in force, from their files: those of the repo go before those of their home. */
export function ownStatusLine(repoPath: string, environment: Readonly<Record<string, string>>): StatusLineSettings | null {
  const home = environment['CLAUDE_CONFIG_DIR'] ?? join(environment['HOME'] ?? homedir(), '.claude');
  const files = [join(repoPath, '.claude', 'settings.local.json'), join(repoPath, '.claude', 'settings.json'), join(home, 'settings.json')];
  return files.map((file) => readSettingsFile(file)?.statusLine).find((statusLine) => statusLine !== undefined) ?? null;
}

function readSettingsFile(path: string): ClaudeSettings | null {
  const text = readSettingsText(path);
  return text === null ? null : parseSettings(text);
}

function parseSettings(text: string): ClaudeSettings | null {
  try {
    return settingsSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/**
 * A shell script that posts its stdin to a URL, and fails silently and fast: an agent must not wait for a runner that is
 * away. By curl where there is one, with the URL in a file, because arguments are everybody's to read; else by Node.
 */
export function reportScript(curlConfig: string, node: string, nodeScript: string): string {
  return [
    '#!/bin/sh',
    `if command -v curl >/dev/null 2>&1; then curl -s -m 2 -o /dev/null -K ${quoted(curlConfig)} --data-binary @-`,
    `else ${quoted(node)} ${quoted(nodeScript)}; fi`,
    'exit 0',
    '',
  ].join('\n');
}

/** @param url to post to */
export function curlConfig(url: string): string {
  return [`url = "${url}"`, 'header = "content-type: application/json"', 'noproxy = "*"', ''].join('\n');
}

/** The same as curl does, for a machine without it, and as silent when the runner is away: this runs inside the agent's screen. */
export function nodeReport(url: string): string {
  return [
    "let body = '';",
    'for await (const piece of process.stdin) body += piece;',
    `await fetch(${JSON.stringify(url)}, { method: 'POST', headers: { 'content-type': 'application/json' }, body, signal: AbortSignal.timeout(2000) }).catch(() => undefined);`,
    '',
  ].join('\n');
}

/**
 * The status line: reports its stdin in the background, and prints what the person's own one prints.
 * @param ownScript a file with their command; `null` when they have none: nothing is shown then
 */
export function statusLineScript(report: string, ownScript: string | null): string {
  return [
    '#!/bin/sh',
    'input=$(cat)',
    `printf %s "$input" | /bin/sh ${quoted(report)} >/dev/null 2>&1 &`,
    ...(ownScript === null ? [] : [`printf %s "$input" | /bin/sh ${quoted(ownScript)}`]),
    '',
  ].join('\n');
}
