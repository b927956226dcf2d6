import { setTimeout as sleep } from 'node:timers/promises';
import type { UsageRecord } from '@agents-fleet/contracts';
import type { Fact, ReportReply } from '../../control/protocol.js';
import type { AgentFollower, AgentTools, SessionReporter } from '../agent-adapter.js';
import { UnsentFacts } from '../unsent-facts.js';
import { stopMessage } from './budget-message.js';
import { hookInputSchema, statusInputSchema, type HookInput } from './claude-hooks.js';
import type { ClaudeSaved, Conversation } from './claude-saved.js';
import { readEvents, readMetrics } from './claude-telemetry.js';
import { readTranscriptLine } from './claude-transcript.js';
import { afterDecision, afterHook, WAITS_FOR_A_PROMPT, type Turn } from './claude-turn.js';
import { ClaudeUsage } from './claude-usage.js';
import { meetConversation, type Sight } from './conversations.js';
import { TranscriptFiles } from './transcript-files.js';

/** Milliseconds between two looks at the transcripts. */
const LOOK_EVERY_MS = 500;
/** An agent that was not heard of for so long after its start, in milliseconds, is metered by its characters. */
const BLIND_AFTER_MS = 15_000;
/** Longest wait, in milliseconds, for the line of the response that asks for a tool: it is written 20 to 270 ms after the hook. */
const LINE_WITHIN_MS = 1_000;
/** What was still under way to the receiver when the process ended is here after so many milliseconds. */
const LAST_POSTS_MS = 200;

/** Follows one session of Claude Code: by its hooks, its telemetry and its transcripts. */
export class ClaudeFollower implements AgentFollower {
  readonly #sessionId: string;
  readonly #reporter: SessionReporter;
  readonly #tools: AgentTools;
  readonly #usage: ClaudeUsage;
  readonly #unsent: UnsentFacts;
  readonly #files = new TranscriptFiles();
  /** Transcripts of which the log has been told. */
  readonly #unreadable = new Set<string>();
  readonly #timer: NodeJS.Timeout;
  readonly #followedAt = performance.now();
  #saved: ClaudeSaved;
  #turn: Turn = WAITS_FOR_A_PROMPT;
  #unseen = 0;
  #interrupted = false;
  #heard = false;
  #blind = false;
  #reply: ReportReply | null = null;

  /** @param complete whether the session is followed from its start on */
  constructor(sessionId: string, saved: ClaudeSaved, reporter: SessionReporter, tools: AgentTools, { complete }: { complete: boolean }) {
    this.#sessionId = sessionId;
    this.#saved = saved;
    this.#reporter = reporter;
    this.#tools = tools;
    this.#unsent = new UnsentFacts(reporter, tools.logger, sessionId);
    this.#usage = new ClaudeUsage(sessionId, { complete });
    tools.receiver.register(saved.token, (path, body) => this.#take(path, body));
    this.#timer = setInterval(() => {
      this.#look().catch((error: unknown) => {
        tools.logger.error({ sessionId, error: String(error) }, 'the transcripts of a session could not be read');
      });
    }, LOOK_EVERY_MS);
  }

  get saved(): ClaudeSaved {
    return this.#saved;
  }

  async settle(): Promise<void> {
    clearInterval(this.#timer);
    await sleep(LAST_POSTS_MS);
    await this.#readTranscripts();
    await this.#report(usageFacts(this.#usage.take(performance.now(), { all: true })));
    await this.#countUnseen();
    // What is still not reported is lost with the session: that is to be told.
    await this.#unsent.report([]);
  }

  close(): Promise<void> {
    clearInterval(this.#timer);
    this.#tools.receiver.unregister(this.#saved.token);
    return Promise.resolve();
  }

  async #take(path: string, body: unknown): Promise<object> {
    this.#hear();
    switch (path) {
      case 'v1/logs': {
        const { records, answeredAt, toolDecided } = readEvents(this.#sessionId, body);
        await this.#report(usageFacts(this.#usage.sawEvents(records, answeredAt)));
        if (toolDecided) await this.#setTurn(afterDecision(this.#turn));
        return {};
      }
      case 'v1/metrics':
        this.#usage.sawMetrics(readMetrics(body));
        return {};
      case 'hook':
        return this.#takeHook(hookInputSchema.parse(body));
      case 'status':
        await this.#takeStatus(body);
        return {};
      default:
        return {};
    }
  }

  async #takeHook(hook: HookInput): Promise<object> {
    const takenUp = hook.hook_event_name === 'SessionStart' && hook.source !== 'startup' && hook.source !== 'clear';
    this.#meet({ agentSessionId: hook.session_id, path: hook.transcript_path ?? null, takenUp });
    if (hook.hook_event_name === 'UserPromptSubmit') {
      await this.#readTranscripts();
      await this.#countUnseen();
    }
    if (isResumable(hook)) await this.#tellResumable(hook.session_id);
    if (hook.hook_event_name === 'PreToolUse') return this.#allowTool(hook);
    await this.#setTurn(afterHook(this.#turn, hook, Date.now()));
    return {};
  }

  /**
   * Before a tool runs, the response that asked for it is accounted: its result would go out with the next request.
   * @returns what ends the turn when the budget is used up
   */
  async #allowTool(hook: HookInput): Promise<object> {
    // Without a budget there is nothing to wait for.
    const id = this.#reply?.limit === 'none' ? null : (hook.tool_use_id ?? null);
    for (const giveUp = performance.now() + LINE_WITHIN_MS; id !== null && !this.#usage.knowsTool(id) && performance.now() < giveUp; await sleep(20)) {
      await this.#readTranscripts();
    }
    const turn = afterHook(this.#turn, hook, Date.now());
    const records = id === null ? [] : this.#usage.takeOfTool(id);
    await this.#report([...usageFacts(records), ...this.#turnFacts(turn)]);
    const stopReason = this.#reply === null ? null : stopMessage(this.#reply);
    return stopReason === null ? {} : { continue: false, stopReason };
  }

  async #takeStatus(body: unknown): Promise<void> {
    const { session_id: agentSessionId, transcript_path: transcript, model, context_window: window } = statusInputSchema.parse(body);
    this.#meet({ agentSessionId, path: transcript ?? null, takenUp: false });
    const usedTokens = window?.total_input_tokens ?? 0;
    const windowTokens = window?.context_window_size ?? 0;
    if (usedTokens === 0 || windowTokens === 0) return;
    await this.#report([{ kind: 'context', agentSessionId, model: model?.id ?? null, usedTokens, windowTokens }]);
  }

  #meet(sight: Sight): void {
    const met = meetConversation(this.#saved, sight, Date.now());
    if (met === null) return;
    this.#saved = met;
    this.#reporter.save();
  }

  async #tellResumable(agentSessionId: string): Promise<void> {
    if (this.#saved.resumable === agentSessionId) return;
    this.#saved = { ...this.#saved, resumable: agentSessionId };
    this.#reporter.save();
    await this.#report([{ kind: 'resumable', agentSessionId, command: `${this.#saved.resumePrefix} --resume ${agentSessionId}` }]);
  }

  async #look(): Promise<void> {
    if (!this.#heard && !this.#blind && performance.now() - this.#followedAt > BLIND_AFTER_MS) {
      this.#blind = true;
      await this.#report([{ kind: 'blind', blind: true }]);
    }
    await this.#readTranscripts();
    await this.#report(usageFacts(this.#usage.take(performance.now())));
  }

  /** The agent is heard of: it needs no guess. */
  #hear(): void {
    this.#heard = true;
    if (!this.#blind) return;
    this.#blind = false;
    void this.#report([{ kind: 'blind', blind: false }]);
  }

  async #readTranscripts(): Promise<void> {
    for (const conversation of this.#saved.conversations) {
      const { transcript } = conversation;
      if (transcript !== null) await this.#readTranscript(transcript, conversation);
    }
    if (!this.#interrupted) return;
    this.#interrupted = false;
    await this.#countUnseen();
    await this.#setTurn(WAITS_FOR_A_PROMPT);
  }

  /** Telemetry still tells of a conversation whose file can't be read, so nothing else is to fail for it. */
  async #readTranscript(transcript: string, conversation: Conversation): Promise<void> {
    try {
      await this.#files.read(transcript, (line) => { this.#takeLine(conversation, line); });
      this.#unreadable.delete(transcript);
    } catch (error) {
      if (!this.#unreadable.has(transcript)) this.#tools.logger.warn({ sessionId: this.#sessionId, error: String(error) }, 'a transcript can not be read');
      this.#unreadable.add(transcript);
    }
  }

  #takeLine({ since }: Conversation, text: string): void {
    const line = readTranscriptLine(this.#sessionId, text);
    // Resumed and forked conversations begin with what others have paid for.
    if (line === null || line.at < since) return;
    if (line.kind === 'usage') this.#usage.sawLine(line, performance.now());
    // No hook tells that the person broke a turn off.
    else if (this.#turn.askingSince === null || line.at >= this.#turn.askingSince) this.#interrupted = true;
  }

  /** A request that was under way when its turn ended, and of which no source tells: its prompt was sent all the same. */
  async #countUnseen(): Promise<void> {
    const { askingSince } = this.#turn;
    if (askingSince === null || this.#usage.newestAt >= askingSince) return;
    // The answer tells how much of the response was printed.
    await this.#report([{ kind: 'activity', activity: this.#turn.activity }]);
    const record = this.#usage.unseen(String(++this.#unseen), this.#reply?.askingTokens ?? 0);
    await this.#report([...usageFacts(record === null ? [] : [record]), ...this.#turnFacts({ ...this.#turn, askingSince: null })]);
  }

  async #setTurn(turn: Turn): Promise<void> {
    await this.#report(this.#turnFacts(turn));
  }

  #turnFacts(turn: Turn): Fact[] {
    const before = this.#turn;
    this.#turn = turn;
    const facts: Fact[] = [{ kind: 'activity', activity: turn.activity }];
    if (before.askingSince !== turn.askingSince) facts.push({ kind: 'asking', asking: turn.askingSince !== null });
    return facts;
  }

  async #report(facts: readonly Fact[]): Promise<void> {
    this.#reply = await this.#unsent.attempt(facts);
  }
}

/** Whether a conversation has something to go on from: Claude can't resume one without a prompt. */
function isResumable({ hook_event_name: name, source, agent_id: agentId }: HookInput): boolean {
  if (agentId !== undefined && agentId !== null) return false;
  return name === 'UserPromptSubmit' || (name === 'SessionStart' && (source === 'resume' || source === 'fork' || source === 'compact'));
}

function usageFacts(records: readonly UsageRecord[]): Fact[] {
  return records.map((record) => ({ kind: 'usage', record, rates: null }));
}
