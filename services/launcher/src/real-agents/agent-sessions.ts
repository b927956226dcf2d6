import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { type CreateSession, type Session } from '@agents-fleet/contracts';
import { type TemporaryDirectory, temporaryDirectory, waitFor } from '@agents-fleet/testing';
import { type FleetClient } from '../fleet-client/fleet-client.js';
import { type RunningFleet, startFleet } from '../fleet-client/running-fleet.js';
import { type SessionViewer } from '../fleet-client/session-viewer.js';
import { ModelApiStandIn } from './model-api-stand-in.js';
import { type AgentBinaries, agentBinaries, type RealAgent } from './real-agents.js';

/** An agent shows its prompt within 2 s on an idle machine; a busy one takes much longer to load 380 MB. */
export const START_MS = 60_000;

/** A session with its viewer, and the agent's home. */
export interface ViewedSession {
  session: Session;
  viewer: SessionViewer;
  home: string;
}

/** The whole product, real agents, and a stand-in for their vendors' APIs: what the specs of this directory share. */
export class AgentSessions {
  readonly #viewers: SessionViewer[] = [];
  #starting: Promise<ModelApiStandIn> | null = null;
  #standIn: ModelApiStandIn | null = null;

  private constructor(
    private readonly directory: TemporaryDirectory,
    private readonly fleet: RunningFleet,
    private readonly binaries: AgentBinaries,
  ) {}

  /** Installs the agents and starts the product; both may take minutes the first time. */
  static async open(): Promise<AgentSessions> {
    const directory = await temporaryDirectory();
    mkdirSync(join(directory.path, 'repo'));
    const binaries = await agentBinaries();
    return new AgentSessions(directory, await startFleet(join(directory.path, 'data'), realpathSync(directory.path)), binaries);
  }

  get client(): FleetClient {
    return this.fleet.client;
  }

  get repo(): string {
    return join(realpathSync(this.directory.path), 'repo');
  }

  /** The vendor of this test; a new one for each. */
  get standIn(): ModelApiStandIn {
    if (this.#standIn === null) throw new Error('no session was started in this test');
    return this.#standIn;
  }

  homeOf(agent: RealAgent, name: string): string {
    return join(realpathSync(this.directory.path), `${agent.name}-${name}`);
  }

  /** The command that a person would type to run the agent in a home of its own against the stand-in. */
  async commandOf(agent: RealAgent, name: string, options: readonly string[] = []): Promise<string> {
    // Kept before it runs: two sessions that start at once have one vendor.
    this.#starting ??= ModelApiStandIn.start();
    this.#standIn = await this.#starting;
    const place = { home: this.homeOf(agent, name), repo: this.repo, apiUrl: this.#standIn.url };
    return agent.command(this.binaries, place, options).map(quoted).join(' ');
  }

  /** Starts the agent and waits for its prompt. */
  async start(agent: RealAgent, name: string, budget: Pick<CreateSession, 'budgetTokens' | 'budgetUsd'> = {}, options: readonly string[] = []): Promise<ViewedSession> {
    const command = await this.commandOf(agent, name, options);
    const started = await this.startCommand(command, budget);
    await started.viewer.sees(agent.prompt, START_MS);
    return { ...started, home: this.homeOf(agent, name) };
  }

  async startCommand(command: string, budget: Pick<CreateSession, 'budgetTokens' | 'budgetUsd'> = {}): Promise<Omit<ViewedSession, 'home'>> {
    return this.#view(await this.client.startSession({ kind: 'pty', repoPath: this.repo, command, cols: 100, rows: 30, ...budget }));
  }

  /** Resumes an ended session, as the button in the console does. */
  async resume({ id }: Session): Promise<Omit<ViewedSession, 'home'>> {
    return this.#view(await this.client.resume(id, { cols: 100, rows: 30 }));
  }

  async #view(session: Session): Promise<Omit<ViewedSession, 'home'>> {
    const viewer = await this.client.view(session);
    this.#viewers.push(viewer);
    return { session, viewer };
  }

  /** Waits until the API says this of a session: what it shows is a moment behind what a viewer sees. */
  recorded({ id }: Session, condition: (session: Session) => boolean): Promise<Session> {
    return waitFor(
      async () => {
        const session = await this.client.session(id);
        return condition(session) && session;
      },
      { timeoutMs: 20_000, what: `a session with ${condition.toString()}` },
    );
  }

  /** Waits until the session is over for its viewer, and in the API with the whole record. */
  async ended({ session, viewer }: Omit<ViewedSession, 'home'>): Promise<Session> {
    await viewer.ended(90_000);
    return this.recorded(session, ({ status, lastChunk }) => status === 'ended' && lastChunk === viewer.lastChunk);
  }

  /** Ends what the test has opened. */
  async afterEach(): Promise<void> {
    for (const viewer of this.#viewers.splice(0)) await viewer.close();
    const standIn = await this.#starting;
    this.#starting = null;
    this.#standIn = null;
    await standIn?.stop();
  }

  async close(): Promise<void> {
    await this.fleet.stop();
    await this.directory.remove();
  }
}

/** Types a prompt and submits it once the agent has taken it: text and Enter in one piece would be a paste. */
export async function submit(viewer: SessionViewer, prompt: string): Promise<void> {
  viewer.type(prompt);
  await viewer.sees(prompt);
  viewer.type('\r');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
