import {
  type CommandReply,
  type DirectoriesReply,
  ptyHeaders,
  resizeCommandSchema,
  type RunnerHeartbeat,
  type StartCommand,
  startCommandSchema,
  type StopCommand,
  stopCommandSchema,
  subjects,
} from '@agents-fleet/contracts';
import { type Broker, publishCore, respond, type Stoppable } from '@agents-fleet/event-log';
import { A_RUNNER_ID } from '@agents-fleet/testing';

/** A runner that a spec plays: it says what it was asked to do, and does nothing. */
export class SpecRunner {
  readonly started: StartCommand[] = [];
  readonly stopped: StopCommand[] = [];
  readonly typed: { sessionId: string | null; text: string }[] = [];
  readonly sizes: string[] = [];
  /** What the next commands are answered with. */
  answer: CommandReply<unknown> = { ok: true, data: {} };
  onStart: (command: StartCommand) => Promise<void> = () => Promise.resolve();
  readonly #responders: Stoppable[];

  constructor(
    private readonly broker: Broker,
    readonly id: string = A_RUNNER_ID,
  ) {
    this.#responders = [
      respond(broker, subjects.runnerCommand(id, 'start'), async (command) => {
        const start = startCommandSchema.parse(command.json());
        this.started.push(start);
        if (this.answer.ok) await this.onStart(start);
        return this.answer;
      }),
      respond(broker, subjects.runnerCommand(id, 'stop'), (command) => {
        this.stopped.push(stopCommandSchema.parse(command.json()));
        return this.answer;
      }),
      respond(broker, subjects.runnerCommand(id, 'input'), (command) => {
        this.typed.push({ sessionId: command.header(ptyHeaders.session), text: Buffer.from(command.data).toString() });
        return this.answer;
      }),
      respond(broker, subjects.runnerCommand(id, 'resize'), (command) => {
        const { cols, rows } = resizeCommandSchema.parse(command.json());
        this.sizes.push(`${cols}x${rows}`);
        return this.answer;
      }),
      respond(broker, subjects.runnerCommand(id, 'directories'), (): CommandReply<DirectoriesReply> => ({
        ok: true,
        data: { roots: ['/home/ada'], items: [{ path: '/home/ada/engine', isRepository: true }] },
      })),
    ];
  }

  beat(changes: Partial<RunnerHeartbeat> = {}): void {
    publishCore(this.broker, subjects.runnerHeartbeat(this.id), {
      runnerId: this.id,
      epoch: 'epoch-1',
      hostname: 'box',
      platform: 'linux',
      startedAt: '2026-01-15T09:00:00.000Z',
      sessionIds: [],
      repoRoots: ['/home/ada'],
      spoolBytes: 0,
      ...changes,
    });
  }

  stop(): void {
    for (const responder of this.#responders) responder.stop();
  }
}
