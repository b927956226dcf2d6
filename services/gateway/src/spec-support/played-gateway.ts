import { type SessionRow } from '@agents-fleet/read-models';
import { ulid } from 'ulid';
import { gatewayUnderTest, type GatewayUnderTest } from './gateway-under-test.js';
import { PlayedSession, SpecProjector } from './played-session.js';
import { SpecSocket } from './spec-socket.js';

/** A gateway under test with a projector that the spec plays: for specs about what sessions show. */
export class PlayedGateway {
  private constructor(
    readonly test: GatewayUnderTest,
    readonly projector: SpecProjector,
  ) {}

  static async open(): Promise<PlayedGateway> {
    const test = await gatewayUnderTest();
    return new PlayedGateway(test, await SpecProjector.open(test.directory, test.broker));
  }

  /**
   * A session that has just begun, which the read models know.
   * @param row what is not as in any session
   */
  async session(row: Omit<Partial<SessionRow>, 'id'> = {}): Promise<PlayedSession> {
    const session = new PlayedSession(this.test.broker, this.projector, ulid());
    await this.projector.saveSession({ ...row, id: session.id });
    return session;
  }

  /** The session is over: its row and its marker say so. */
  async end({ id, lastChunk }: PlayedSession): Promise<void> {
    await this.projector.saveSession({ id, status: 'ended', endedAt: new Date().toISOString(), stopReason: 'exited', exitCode: 0 });
    await this.projector.addMarker(id, 'ended', lastChunk);
  }

  /** A console's socket. */
  socket(): Promise<SpecSocket> {
    return SpecSocket.open(this.test);
  }

  async close(): Promise<void> {
    await this.projector.close();
    await this.test.stop();
  }
}
