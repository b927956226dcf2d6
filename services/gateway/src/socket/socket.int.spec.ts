import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { ulid } from 'ulid';
import { EventPublisher } from '@agents-fleet/event-log';
import { aSessionStarted, waitFor } from '@agents-fleet/testing';
import { encodeFrame } from '@agents-fleet/wire';
import { gatewayUnderTest, type GatewayUnderTest } from '../spec-support/gateway-under-test.js';
import { PlayedSession, SpecProjector } from '../spec-support/played-session.js';
import { SpecRunner } from '../spec-support/spec-runner.js';
import { SpecSocket } from '../spec-support/spec-socket.js';

describe('the WebSocket', () => {
  let test: GatewayUnderTest;
  let projector: SpecProjector;
  let runner: SpecRunner;
  let session: PlayedSession;
  let socket: SpecSocket;

  beforeAll(async () => {
    test = await gatewayUnderTest();
    projector = await SpecProjector.open(test.directory, test.broker);
    runner = new SpecRunner(test.broker);
  });
  afterAll(async () => {
    runner.stop();
    await projector.close();
    await test.stop();
  });
  beforeEach(async () => {
    session = new PlayedSession(test.broker, projector, ulid());
    await projector.saveSession({ id: session.id });
    await session.print(3, 10);
    await session.project();
    socket = await SpecSocket.open(test);
    runner.answer = { ok: true, data: {} };
    runner.typed.length = 0;
    runner.sizes.length = 0;
  });
  afterEach(() => socket.close());

  it('greets, then tells who runs sessions', async () => {
    expect(await socket.message('hello')).toMatchObject({ version: expect.any(String) });
    runner.beat();
    expect(await socket.message('runners', ({ items }) => items.length === 1)).toMatchObject({ items: [{ id: runner.id, online: true }] });
  });

  it('tells what has changed about a session, once, and new markers', async () => {
    await projector.saveSession({ id: session.id, name: 'renamed', inputTokens: 7 });
    const { session: renamed } = await socket.message('session', (message) => message.session.name === 'renamed');
    expect(renamed).toMatchObject({ id: session.id, tokens: { input: 7 } });
    projector.announce(session.id);
    await projector.addMarker(session.id, 'budget_warned', 2);
    expect(await socket.message('marker')).toMatchObject({ marker: { type: 'budget_warned', chunk: 2 } });
    const told = socket.messages.filter((message) => message.type === 'session' && message.session.name === 'renamed');
    expect(told).toHaveLength(1);
  });

  it('does not tell markers that were there before the gateway started', async () => {
    await projector.addMarker(session.id, 'budget_warned', 2);
    await test.restartGateway();
    const later = await SpecSocket.open(test);
    await projector.saveSession({ id: session.id, name: 'later' });
    await later.message('session', (message) => message.session.name === 'later');
    await projector.addMarker(session.id, 'ended', 3);
    await later.message('marker', ({ marker }) => marker.type === 'ended');
    expect(later.messages.filter(({ type }) => type === 'marker')).toHaveLength(1);
    await later.close();
  });

  it('types in order, without waiting for replies', async () => {
    const terminal = socket.attach(5, session.id);
    await terminal.until(3);
    const text = 'the quick brown fox'.repeat(20);
    for (const letter of text) terminal.type(letter);
    await waitFor(() => runner.typed.length === text.length);
    expect(runner.typed.map((typed) => typed.text).join('')).toBe(text);
    expect(runner.typed.every(({ sessionId }) => sessionId === session.id)).toBe(true);
  });

  it('splits a large paste and keeps its order', async () => {
    const terminal = socket.attach(0, session.id);
    await terminal.until(3);
    const paste = Array.from({ length: 30_000 }, (_, line) => `line ${line}\n`).join('');
    terminal.type(paste);
    await waitFor(() => runner.typed.reduce((sum, { text }) => sum + text.length, 0) === paste.length);
    expect(runner.typed.map(({ text }) => text).join('')).toBe(paste);
  });

  it('says when input is refused, and when there is nothing to type into', async () => {
    const terminal = socket.attach(0, session.id);
    await terminal.until(3);
    runner.answer = { ok: false, error: { code: 'session_ended', message: 'The session has ended.', field: null } };
    terminal.type('x');
    expect(await socket.message('input_refused')).toEqual({ type: 'input_refused', channel: 0, message: 'The session has ended.' });
    socket.socket.send(encodeFrame({ kind: 'input', channel: 9, bytes: Buffer.from('x') }));
    expect(await socket.message('input_refused', ({ channel }) => channel === 9)).toMatchObject({ message: expect.any(String) });
  });

  it('gives the session the size of its owner; who claims it owns it', async () => {
    const first = socket.attach(0, session.id);
    await first.until(3);
    const other = await SpecSocket.open(test);
    await other.attach(4, session.id).until(3);
    expect(await socket.message('owner')).toMatchObject({ channel: 0, owner: true });
    expect(await other.message('owner')).toMatchObject({ channel: 4, owner: false });
    other.send({ type: 'resize', channel: 4, cols: 80, rows: 24 });
    socket.send({ type: 'resize', channel: 0, cols: 200, rows: 50 });
    await waitFor(() => runner.sizes.length === 1);
    other.send({ type: 'claim', channel: 4 });
    await other.message('owner', ({ owner }) => owner);
    await socket.message('owner', ({ owner }) => !owner);
    await waitFor(() => runner.sizes.length === 2);
    await other.close();
    await waitFor(() => runner.sizes.length === 3);
    expect(runner.sizes).toEqual(['200x50', '80x24', '200x50']);
  });

  it('says so while the projector stands still behind the log, and when it goes on', async () => {
    await new EventPublisher(test.broker).publish(aSessionStarted({ sessionId: ulid() }));
    await projector.saveCheckpoint(0);
    expect(await socket.message('degraded', ({ asOf }) => asOf !== null)).toMatchObject({ message: expect.stringContaining('projector') });
    const late = await SpecSocket.open(test);
    expect(await late.message('degraded')).toMatchObject({ asOf: expect.any(String) });
    await late.close();
    await projector.saveCheckpoint(1);
    await socket.message('degraded', ({ asOf }) => asOf === null);
  });

  it('answers ping, and a message that it does not know by an error', async () => {
    socket.send({ type: 'ping' });
    await socket.message('pong');
    for (const text of ['{', '{"type":"attach"}', '{"type":"claim","channel":1,"more":1}']) socket.socket.send(text);
    await waitFor(() => socket.messages.filter(({ type }) => type === 'error').length === 3);
  });

  it('says when there is no such session', async () => {
    socket.attach(7, '01JZ000000000000000000000Z');
    expect(await socket.message('error')).toEqual({ type: 'error', channel: 7, message: 'There is no such session.' });
  });

  it('closes on what is no frame, and on a message above 1 MiB', async () => {
    for (const bytes of [Buffer.from([9, 9, 9]), encodeFrame({ kind: 'resize', channel: 0, n: 1, at: 0, cols: 1, rows: 1 }), Buffer.alloc(1_100_000)]) {
      const bad = await SpecSocket.open(test);
      bad.attach(0, session.id);
      await bad.message('attached');
      bad.socket.send(bytes);
      await once(bad.socket, 'close');
    }
    expect((await test.request('GET', '/healthz')).status).toBe(200);
  });

  it('can change its mind about what a channel shows', async () => {
    const another = new PlayedSession(test.broker, projector, ulid());
    await projector.saveSession({ id: another.id });
    await another.print(6, 10);
    await another.project();
    socket.attach(0, session.id);
    socket.send({ type: 'detach', channel: 0 });
    const terminal = socket.attach(0, another.id);
    await terminal.until(6);
    expect([terminal.disorder, terminal.bytes.equals(another.bytes)]).toEqual([null, true]);
  });
});
