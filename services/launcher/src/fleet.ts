import type { SupervisedProcess } from './supervised-process.js';

/**
 * The processes of one start. They stop in the order in which they are listed, each gone before the next one is asked:
 * those that make events first, the broker last, so that nothing which a stopping process says is lost.
 */
export class Fleet {
  private readonly members: SupervisedProcess[] = [];
  private stopRequested = false;

  constructor(private readonly stopOrder: readonly string[]) {}

  get isStopping(): boolean {
    return this.stopRequested;
  }

  async start(member: SupervisedProcess): Promise<void> {
    if (this.stopRequested) throw new Error(`${member.name} is not started any more`);
    this.members.push(member);
    await member.start();
  }

  async stop(): Promise<void> {
    this.stopRequested = true;
    const place = (member: SupervisedProcess) => this.stopOrder.indexOf(member.name);
    for (const member of [...this.members].sort((a, b) => place(a) - place(b))) await member.stop();
  }

  /** Ends everything at once, sessions included. */
  kill(): void {
    for (const member of this.members) member.kill();
  }
}
