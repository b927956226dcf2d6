import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PlayedGateway } from '../spec-support/played-gateway.js';
import { type PlayedSession } from '../spec-support/played-session.js';
import { SpecTerminal, type SpecSocket } from '../spec-support/spec-socket.js';

describe('a terminal that only looks', () => {
  let gateway: PlayedGateway;
  let session: PlayedSession;
  let socket: SpecSocket;

  beforeAll(async () => { gateway = await PlayedGateway.open(); });
  afterAll(() => gateway.close());
  beforeEach(async () => {
    session = await gateway.session();
    socket = await gateway.socket();
  });
  afterEach(() => socket.close());

  function look(channel: number): SpecTerminal {
    const terminal = new SpecTerminal(socket, channel, 0);
    socket.terminals.set(channel, terminal);
    socket.send({ type: 'attach', channel, sessionId: session.id, after: 0, spectator: true });
    return terminal;
  }
  const owners = () => socket.messages.flatMap((message) => (message.type === 'owner' ? [[message.channel, message.owner]] : []));

  it('came first, and still the next one owns the session', async () => {
    await session.print(20, 100);
    await session.project();
    const spectator = look(1);
    await spectator.until(20);
    const typist = socket.attach(2, session.id);
    await typist.until(20);
    await socket.message('owner', ({ owner }) => owner);
    expect(spectator.bytes.equals(session.bytes)).toBe(true);
    expect(owners()).toEqual([[1, false], [2, true]]);
  });

  it('can claim and resize in vain, types nothing, and inherits nothing', async () => {
    await session.print(1, 100);
    await session.project();
    const spectator = look(1);
    await spectator.until(1);
    await socket.attach(2, session.id).until(1);
    socket.send({ type: 'claim', channel: 1 });
    socket.send({ type: 'resize', channel: 1, cols: 40, rows: 10 });
    spectator.type('rm');
    expect(await socket.message('input_refused')).toMatchObject({ channel: 1, message: 'This terminal only looks.' });
    socket.send({ type: 'detach', channel: 2 });
    socket.send({ type: 'ping' });
    await socket.message('pong');
    expect(owners()).toEqual([[1, false], [2, true]]);
  });
});
