import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '@agents-fleet/testing';
import { PlayedGateway } from '../spec-support/played-gateway.js';
import { type PlayedSession } from '../spec-support/played-session.js';
import { seededRandom } from '../spec-support/seeded-random.js';
import { type SpecSocket } from '../spec-support/spec-socket.js';
import { WINDOW_BYTES } from './send-window.js';

describe('a live terminal', () => {
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

  const reversed = <Item>(items: Item[]) => [...items].reverse();

  it('shows what is stored, then what is live, each chunk once and in order', async () => {
    await session.print(100, 500);
    await session.project(60);
    const terminal = socket.attach(3, session.id);
    await terminal.until(100);
    await session.print(50, 500);
    await terminal.until(150);
    expect([terminal.disorder, terminal.bytes.equals(session.bytes)]).toEqual([null, true]);
    expect(await socket.message('attached')).toMatchObject({ channel: 3, after: 0, live: true, cols: 120, rows: 32 });
    expect((await socket.message('caught_up')).chunk).toBeGreaterThanOrEqual(60);
  });

  it('goes on where a browser stopped painting', async () => {
    await session.print(40, 100);
    await session.project(20);
    const terminal = socket.attach(0, session.id, 30);
    await terminal.until(40);
    expect(terminal.disorder).toBeNull();
  });

  it('given retries, when chunks are stored out of order and twice, then they are shown in order and once', async () => {
    await session.print(20, 100);
    await session.project(10);
    const terminal = socket.attach(0, session.id);
    await terminal.until(20);
    await session.print(30, 100, reversed);
    await session.publishAgain(15);
    await session.publishAgain(45);
    await session.print(1, 100);
    await terminal.until(51);
    expect([terminal.disorder, terminal.bytes.equals(session.bytes)]).toEqual([null, true]);
  });

  it('given a projector that is down, when far more is printed than the gateway keeps, then a late viewer sees it all', async () => {
    await session.print(5, 100);
    await session.project();
    const first = socket.attach(0, session.id);
    await first.until(5);
    for (let round = 0; round < 10; round += 1) await session.print(25, 48_000);
    await first.until(255);
    const late = socket.attach(1, session.id);
    await late.until(255);
    for (const terminal of [first, late]) expect([terminal.disorder, terminal.bytes.equals(session.bytes)]).toEqual([null, true]);
  });

  it('sends a stopped viewer no more than its window, and others everything', async () => {
    await session.print(1, 1);
    await session.project();
    const stopped = socket.attach(0, session.id);
    stopped.acknowledging = false;
    const other = await gateway.socket();
    const watching = other.attach(0, session.id);
    await session.print(200, 32_000);
    await watching.until(201);
    await sleep(50);
    expect(stopped.size).toBeLessThanOrEqual(WINDOW_BYTES + 32_000);
    expect(stopped.size).toBeGreaterThan(WINDOW_BYTES / 2);
    await session.project();
    stopped.acknowledging = true;
    stopped.acknowledge();
    await stopped.until(201);
    for (const terminal of [stopped, watching]) expect([terminal.disorder, terminal.bytes.equals(session.bytes)]).toEqual([null, true]);
    await other.close();
  });

  it('says `ended` after the last chunk, to those who watch and to those who come later', async () => {
    await session.print(10, 100);
    const terminal = socket.attach(0, session.id);
    await terminal.until(10);
    await gateway.end(session);
    await sleep(100);
    expect(socket.messages.filter(({ type }) => type === 'ended')).toEqual([]);
    await session.project();
    expect(await socket.message('ended')).toMatchObject({ channel: 0, lastChunk: 10 });
    const late = socket.attach(1, session.id);
    await late.until(10);
    expect(await socket.message('ended', ({ channel }) => channel === 1)).toMatchObject({ lastChunk: 10 });
    expect(await socket.message('attached', ({ channel }) => channel === 1)).toMatchObject({ live: false });
    expect(late.bytes.equals(session.bytes)).toBe(true);
  });

  it('survives a broker that goes away and comes back', async () => {
    await session.print(10, 100);
    await session.project();
    const terminal = socket.attach(0, session.id);
    await terminal.until(10);
    await gateway.test.testBroker.kill();
    expect(await socket.message('degraded', ({ asOf }) => asOf !== null)).toMatchObject({ message: expect.any(String) });
    await gateway.test.testBroker.restart();
    await waitFor(() => gateway.test.broker.status.online);
    await session.print(10, 100);
    await terminal.until(20);
    expect([terminal.disorder, terminal.bytes.equals(session.bytes)]).toEqual([null, true]);
    await socket.message('degraded', ({ asOf }) => asOf === null);
  });

  it('leaves no gap and paints nothing twice, whatever is stored when and however often a browser comes back', async () => {
    let painted = Buffer.alloc(0);
    let last = 0;
    const random = seededRandom(20_260_115);
    for (let round = 0; round < 25; round += 1) {
      const viewer = await gateway.socket();
      const terminal = viewer.attach(0, session.id, last);
      const shuffle = random() < 0.5 ? reversed : <Item>(items: Item[]) => items;
      const printing = session.print(1 + Math.floor(random() * 60), 1 + Math.floor(random() * 3_000), shuffle);
      if (random() < 0.5) await sleep(random() * 15);
      else await printing;
      if (round === 24) {
        await printing;
        await terminal.until(session.lastChunk);
      }
      await viewer.close();
      expect(terminal.disorder).toBeNull();
      painted = Buffer.concat([painted, terminal.bytes]);
      last = terminal.last;
      await printing;
      if (random() < 0.5) await session.project(Math.floor(session.lastChunk * random()));
    }
    expect(painted.equals(session.bytes)).toBe(true);
  });
});
