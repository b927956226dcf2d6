import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ulid } from 'ulid';
import { ptyHeaders, STREAMS, subjects } from '@agents-fleet/contracts';
import { chunkMessage, connectBroker, lastSequence, provisionStreams, readSubject, type Broker } from '@agents-fleet/event-log';
import { createLogger } from '@agents-fleet/platform';
import { HIGH_WATERMARK_BYTES } from '@agents-fleet/terminal';
import { startBroker, temporaryDirectory, waitFor, type TemporaryDirectory, type TestBroker } from '@agents-fleet/testing';
import { Outbox } from './outbox.js';
import { Spool } from './spool.js';

let server: TestBroker;
let broker: Broker;
let folder: TemporaryDirectory;
const logger = createLogger('outbox-spec', 'fatal');
const cleanUp: (() => void)[] = [];

beforeAll(async () => {
  server = await startBroker();
  folder = await temporaryDirectory();
  broker = await connectBroker({ url: server.url, name: 'outbox-spec', logger });
  await provisionStreams(broker);
}, 60_000);
afterEach(() => {
  for (const step of cleanUp.splice(0)) step();
});
afterAll(async () => {
  await broker.close();
  await server.stop();
  await folder.remove();
});

function open({ name = ulid(), maxBytes = 1e8, sessionBytes = HIGH_WATERMARK_BYTES } = {}) {
  const outbox = new Outbox(broker, new Spool(`${folder.path}/${name}`, maxBytes), logger, () => undefined, sessionBytes);
  cleanUp.push(() => {
    outbox.close();
  });
  return outbox;
}

function session() {
  const sessionId = ulid();
  let n = 0;
  const chunk = (bytes = 1_000) => {
    n++;
    const message = chunkMessage({ sessionId, runnerId: 'r', epoch: 'e', n, at: Date.now(), offset: 0, kind: 'output', body: Buffer.alloc(bytes, n) });
    return { ...message, sessionId, afterAllElse: false };
  };
  return { sessionId, chunk, sent: () => n };
}

/** Numbers of the stored chunks in the order of the stream, each once, up to `count` of them. */
async function stored(sessionId: string, count: number): Promise<number[]> {
  const reader = await readSubject(broker, { stream: STREAMS.pty, subject: subjects.pty(sessionId), fromSeq: 1 });
  const numbers = new Set<number>();
  for await (const message of reader) {
    numbers.add(Number(message.header(ptyHeaders.n)));
    if (numbers.size === count) break;
  }
  reader.stop();
  return [...numbers];
}

const oneTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

describe('Outbox', () => {
  it('stores messages in order', async () => {
    const [outbox, { sessionId, chunk }] = [open(), session()];
    for (let i = 0; i < 600; i++) outbox.add(chunk());
    await outbox.stored(sessionId);
    expect(outbox.empty).toBe(true);
    expect(await stored(sessionId, 600)).toEqual(oneTo(600));
  });

  it('knows up to where the log of terminals is taken: what is added then comes behind it', async () => {
    const [outbox, { sessionId, chunk }] = [open(), session()];
    expect(outbox.storedUpTo).toBe(0);
    outbox.add(chunk());
    await outbox.stored(sessionId);
    const before = outbox.storedUpTo;
    expect(before).toBe(await lastSequence(broker, STREAMS.pty));
    // Events are in another log, with places of its own.
    const events = { subject: subjects.event(sessionId, 'usage'), body: '{}', headers: {}, sessionId, afterAllElse: false };
    for (let i = 0; i < before + 10; i++) outbox.add({ ...events, messageId: `${sessionId}:e:${i}` });
    await outbox.stored(sessionId);
    expect(outbox.storedUpTo).toBe(before);
    outbox.add(chunk());
    await outbox.stored(sessionId);
    expect(outbox.storedUpTo).toBe(before + 1);
  });

  it('lets a session wait while too much of it is unacknowledged, and go on after', async () => {
    const [outbox, { sessionId, chunk }] = [open(), session()];
    for (let i = 0; i < 20; i++) outbox.add(chunk(64 * 1024));
    expect(outbox.mayProduce(sessionId)).toBe(false);
    expect(outbox.mayProduce('another')).toBe(true);
    await waitFor(() => outbox.mayProduce(sessionId));
  });

  it('lets a session wait at the bytes that it is told', async () => {
    const [outbox, { sessionId, chunk }] = [open({ sessionBytes: 20_000 }), session()];
    for (let i = 0; i < 19; i++) outbox.add(chunk());
    expect(outbox.mayProduce(sessionId)).toBe(true);
    outbox.add(chunk());
    expect(outbox.mayProduce(sessionId)).toBe(false);
    await waitFor(() => outbox.mayProduce(sessionId));
  });

  it('stores what must come last after everything else of its session', async () => {
    const [outbox, { sessionId, chunk }] = [open(), session()];
    for (let i = 0; i < 300; i++) outbox.add(chunk());
    outbox.add({ ...chunk(), afterAllElse: true });
    await outbox.stored(sessionId);
    expect((await stored(sessionId, 301)).at(-1)).toBe(301);
  });

  it('keeps everything through a broker that is killed in the middle', async () => {
    const [outbox, { sessionId, chunk, sent }] = [open(), session()];
    for (let i = 0; i < 400; i++) outbox.add(chunk());
    await waitFor(() => outbox.storedUpTo > 0);
    await server.kill();
    await waitFor(() => outbox.mode === 'spooling');
    // A broker that comes back with another store has other places.
    expect(outbox.storedUpTo).toBe(0);
    for (let i = 0; i < 400; i++) outbox.add(chunk());
    expect(outbox.spoolBytes).toBeGreaterThan(400_000);
    expect(outbox.mayProduce(sessionId)).toBe(true);
    await server.restart();
    // Goes on while the disk is drained.
    await waitFor(() => outbox.mode === 'draining' || outbox.mode === 'direct', { timeoutMs: 20_000 });
    for (let i = 0; i < 50; i++) outbox.add(chunk());
    await outbox.stored(sessionId);
    expect(outbox.mode).toBe('direct');
    expect(outbox.spoolBytes).toBe(0);
    expect((await stored(sessionId, sent())).sort((a, b) => a - b)).toEqual(oneTo(850));
  }, 60_000);

  it('makes sessions wait when the disk is full, and loses nothing', async () => {
    const [outbox, { sessionId, chunk, sent }] = [open({ maxBytes: 50_000 }), session()];
    await server.kill();
    await waitFor(() => outbox.mode === 'spooling');
    while (outbox.mayProduce(sessionId)) outbox.add(chunk());
    expect(outbox.spoolBytes).toBeLessThanOrEqual(50_000);
    outbox.add(chunk());
    await server.restart();
    await outbox.stored(sessionId);
    expect(outbox.mayProduce(sessionId)).toBe(true);
    expect((await stored(sessionId, sent())).sort((a, b) => a - b)).toEqual(oneTo(sent()));
  }, 60_000);

  it('takes a broker that refuses for one that is away', async () => {
    const [outbox, { sessionId, chunk, sent }] = [open(), session()];
    // Room for a part of it, until an operator gives it more.
    await provisionStreams(broker, { ptyMaxBytes: 1_000_000 });
    for (let i = 0; i < 40; i++) outbox.add(chunk(64 * 1024));
    expect(outbox.mayProduce(sessionId)).toBe(false);
    await waitFor(() => outbox.mode === 'spooling', { what: 'the spool' });
    expect(outbox.mayProduce(sessionId)).toBe(true);
    await provisionStreams(broker);
    await outbox.stored(sessionId);
    expect((await stored(sessionId, sent())).sort((a, b) => a - b)).toEqual(oneTo(40));
  }, 60_000);

  it('sends what an earlier process left on the disk', async () => {
    const { sessionId, chunk } = session();
    await server.kill();
    await waitFor(() => !broker.status.online);
    const first = open({ name: 'left' });
    for (let i = 0; i < 30; i++) first.add(chunk());
    first.close();
    await server.restart();
    await waitFor(() => broker.status.online, { timeoutMs: 20_000 });
    const second = open({ name: 'left' });
    await waitFor(() => second.empty);
    expect(await stored(sessionId, 30)).toEqual(oneTo(30));
  }, 60_000);
});
