import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { waitFor } from '@agents-fleet/testing';
import { PlayedGateway } from '../spec-support/played-gateway.js';
import { type PlayedSession } from '../spec-support/played-session.js';
import { type SpecSocket } from '../spec-support/spec-socket.js';

const CHUNK_BYTES = 48_000;
const STATE = Buffer.from('\x1b[2J\x1b[Hthe screen after chunk 90');

describe('attaching to a long session', () => {
  let gateway: PlayedGateway;
  let session: PlayedSession;
  let socket: SpecSocket;

  beforeAll(async () => { gateway = await PlayedGateway.open(); });
  afterAll(() => gateway.close());
  /** About 4.6 MB, of which the read models have 4.5 and a state is kept after 4.3. */
  beforeEach(async () => {
    session = await gateway.session();
    await session.print(97, CHUNK_BYTES);
    await session.project(95);
    session.keepPage(40, Buffer.from('the screen after chunk 40'));
    session.keepPage(90, STATE);
    socket = await gateway.socket();
  });
  afterEach(() => socket.close());

  /** Output of chunks behind number `n`, as it was printed. */
  const behind = (n: number) => Buffer.concat(session.output.slice(n - 1));

  it('begins with the newest state, goes on behind it and is live', async () => {
    const terminal = socket.attach(5, session.id, 0, 'screen');
    await terminal.until(97);
    await session.print(3, 1_000);
    await terminal.until(100);
    expect([terminal.disorder, terminal.snapshots]).toEqual([null, [90]]);
    expect(terminal.bytes.equals(Buffer.concat([STATE, behind(90)]))).toBe(true);
    const { after, lastChunk, live } = await socket.message('attached');
    expect({ after, lastChunk, live }).toEqual({ after: 0, lastChunk: 95, live: true });
    expect((await socket.message('caught_up')).chunk).toBeGreaterThanOrEqual(95);
  });

  it.each(['all', undefined] as const)('sends everything when the client says history %s', async (history) => {
    const terminal = socket.attach(0, session.id, 0, history);
    await terminal.until(97);
    expect([terminal.disorder, terminal.snapshots, terminal.bytes.equals(session.bytes)]).toEqual([null, [], true]);
  });

  it('of a session that is over ends behind the state', async () => {
    await session.project();
    await gateway.end(session);
    const terminal = socket.attach(0, session.id, 0, 'screen');
    expect(await socket.message('ended')).toMatchObject({ channel: 0, lastChunk: 97 });
    expect([terminal.disorder, terminal.snapshots, terminal.last]).toEqual([null, [90], 97]);
    expect(terminal.bytes.equals(Buffer.concat([STATE, behind(90)]))).toBe(true);
  });

  it('skips for one who comes back far behind, not for one who comes back near the end', async () => {
    const [far, near] = [socket.attach(0, session.id, 45, 'screen'), socket.attach(1, session.id, 60, 'screen')];
    for (const terminal of [far, near]) await terminal.until(97);
    expect([far.snapshots, near.snapshots, far.disorder, near.disorder]).toEqual([[90], [], null, null]);
    expect(near.bytes.equals(behind(60))).toBe(true);
  });

  it('skips for one who was stopped, and for nobody else', async () => {
    const stopped = socket.attach(0, session.id, 97, 'screen');
    const other = await gateway.socket();
    const watching = other.attach(0, session.id, 97);
    await socket.message('caught_up');
    stopped.acknowledging = false;
    await session.print(300, CHUNK_BYTES);
    await watching.until(397);
    await waitFor(() => stopped.last > 97 + 20);
    await session.project(390);
    session.keepPage(385, STATE);
    stopped.acknowledging = true;
    stopped.acknowledge();
    await stopped.until(397);
    expect([stopped.disorder, stopped.snapshots, watching.disorder, watching.snapshots]).toEqual([null, [385], null, []]);
    expect(stopped.bytes.equals(Buffer.concat([STATE, behind(385)]))).toBe(true);
    expect(watching.bytes.equals(behind(97))).toBe(true);
    await other.close();
  });

  it('follows the log from the state on when everybody was stopped', async () => {
    const stopped = socket.attach(0, session.id, 97, 'screen');
    await socket.message('caught_up');
    stopped.acknowledging = false;
    await session.print(600, CHUNK_BYTES);
    await waitFor(() => stopped.last > 97 + 20);
    await session.project(690);
    session.keepPage(685, STATE);
    // The gateway hears of it by the projector's announcement.
    await gateway.projector.saveSession({ id: session.id, name: 'still running' });
    await socket.message('session', (message) => message.session.lastChunk === 690);
    stopped.acknowledging = true;
    stopped.acknowledge();
    await stopped.until(697);
    await session.print(5, 1_000);
    await stopped.until(702);
    expect([stopped.disorder, stopped.snapshots]).toEqual([null, [685]]);
    expect(stopped.bytes.equals(Buffer.concat([STATE, behind(685)]))).toBe(true);
  });

  it('says that the terminal is not kept any more, and attaches nothing', async () => {
    await gateway.projector.giveUp(session.id);
    const gone = socket.attach(2, session.id, 0, 'screen');
    expect(await socket.message('error')).toMatchObject({ channel: 2, message: expect.stringContaining('not kept any more') });
    expect([gone.last, socket.messages.filter(({ type }) => type === 'attached')]).toEqual([0, []]);
    socket.send({ type: 'ping' });
    await socket.message('pong');
  });
});
