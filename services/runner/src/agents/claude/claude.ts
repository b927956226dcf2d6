import { randomBytes, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LaunchStopStep } from '../../control/launch-plan.js';
import type { AgentAdapter, AgentTools, LaunchRequest, PreparedLaunch } from '../agent-adapter.js';
import { quoted } from '../shell-words.js';
import { ClaudeFollower } from './claude-follower.js';
import { claudeOptions, type ClaudeOptions } from './claude-options.js';
import { claudeSavedSchema, type ClaudeSaved } from './claude-saved.js';
import { curlConfig, nodeReport, ownStatusLine, readGivenSettings, reportScript, sessionSettings, statusLineScript } from './claude-settings.js';

const TOKEN_BYTES = 24;
/** How long the end of a session waits for the last of its usage, in milliseconds. */
const SETTLE_MS = 3_000;

/**
 * Esc breaks the turn off: only then is what it has cost written down (decision 10). Ctrl+C empties the input line, so
 * that `/exit` is not sent to the model behind what stood there.
 */
const STOP_STEPS: LaunchStopStep[] = [
  { atMs: 0, keys: '\x1b' },
  { atMs: 500, keys: '\x03' },
  { atMs: 650, keys: '/exit' },
  { atMs: 900, keys: '\r' },
  { atMs: 2_000, signal: 'SIGTERM' },
  { atMs: 3_700, signal: 'SIGKILL' },
];

/** Claude Code 2.1. */
export const claudeAdapter: AgentAdapter = {
  agent: 'claude',
  programs: ['claude'],
  prepare: (request, tools) => Promise.resolve(prepare(request, tools)),
  adopt: (sessionId, saved, reporter, tools) =>
    Promise.resolve(new ClaudeFollower(sessionId, claudeSavedSchema.parse(saved), reporter, tools, { complete: false })),
};

function prepare(request: LaunchRequest, tools: AgentTools): PreparedLaunch {
  const { sessionId, command, program } = request;
  const options = claudeOptions(program);
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const url = tools.receiver.urlOf(token);
  const ownId = options.choosesSession ? null : randomUUID();
  const saved: ClaudeSaved = {
    token,
    launchedAt: Date.now(),
    resumePrefix: [program.prefix, ...options.kept].join(' '),
    conversations: [],
    resumable: null,
  };
  const discard = () => Promise.resolve();
  return {
    plan: {
      command: options.conversation ? commandOf(command, program.end, options, ownId, writeSettings(request, options, url, tools)) : command,
      environment: telemetryEnvironment(url, request.environment),
      // Keys reach only a program with a screen.
      stopSteps: options.print || !options.conversation ? null : STOP_STEPS,
      metering: options.conversation ? 'reports' : 'characters',
      settleMs: options.conversation ? SETTLE_MS : 0,
    },
    follow: (reporter) => new ClaudeFollower(sessionId, saved, reporter, tools, { complete: true }),
    discard,
  };
}

/** The person's command with our options right behind the program's word, and our settings in place of theirs. */
function commandOf(command: string, end: number, { settings }: ClaudeOptions, ownId: string | null, settingsPath: string | null): string {
  const added = ownId === null ? '' : ` --session-id ${ownId}`;
  if (settingsPath === null) return `${command.slice(0, end)}${added}${command.slice(end)}`;
  if (settings === null) return `${command.slice(0, end)}${added} --settings ${quoted(settingsPath)}${command.slice(end)}`;
  const value = settings.raw.startsWith('--settings=') ? `--settings=${quoted(settingsPath)}` : quoted(settingsPath);
  return `${command.slice(0, end)}${added}${command.slice(end, settings.start)}${value}${command.slice(settings.end)}`;
}

/**
 * Writes the session's settings and the scripts that they start.
 * @returns their path; `null` when the person gave settings that can't be read: theirs are left alone, and the session is
 * followed by its telemetry alone
 */
function writeSettings({ sessionId, repoPath, environment }: LaunchRequest, { settings }: ClaudeOptions, url: string, tools: AgentTools): string | null {
  const given = settings === null ? null : settings.literal ? readGivenSettings(settings.text, repoPath) : null;
  if (settings !== null && given === null) {
    tools.logger.warn({ sessionId }, 'the settings given to claude can not be read: no hooks and no status line of ours beside them');
    return null;
  }
  const directory = tools.privateDirectory(sessionId);
  const write = (name: string, text: string) => {
    const path = join(directory, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  const reporter = (name: string, path: string) =>
    write(`${name}.sh`, reportScript(write(`${name}.curl`, curlConfig(`${url}/${path}`)), process.execPath, write(`${name}.mjs`, nodeReport(`${url}/${path}`))));
  const statusLine = given?.statusLine ?? ownStatusLine(repoPath, environment);
  const ownScript = statusLine === null ? null : write('own-status-line.sh', `${statusLine.command}\n`);
  const merged = sessionSettings(given, statusLine, {
    hookUrl: `${url}/hook`,
    hookCommand: `/bin/sh ${quoted(reporter('hook', 'hook'))}`,
    statusLineCommand: `/bin/sh ${quoted(write('status-line.sh', statusLineScript(reporter('status', 'status'), ownScript)))}`,
  });
  return write('settings.json', JSON.stringify(merged));
}

/** What makes Claude Code send its telemetry here. A person's own choice, made in the command, stays. */
function telemetryEnvironment(url: string, environment: Readonly<Record<string, string>>): Record<string, string> {
  const proxied = Object.keys(environment).some((name) => /^https?_proxy$/i.test(name));
  const direct = [environment['NO_PROXY'] ?? environment['no_proxy'], '127.0.0.1'].filter((part) => part !== undefined && part !== '').join(',');
  return {
    CLAUDE_CODE_ENABLE_TELEMETRY: '1',
    OTEL_LOGS_EXPORTER: 'otlp',
    OTEL_METRICS_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_LOGS_EXPORT_INTERVAL: '250',
    OTEL_METRIC_EXPORT_INTERVAL: '1000',
    ...(proxied ? { NO_PROXY: direct, no_proxy: direct } : {}),
  };
}
