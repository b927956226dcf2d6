import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from '@jest/globals';
import { STREAMS, subjects } from '@agents-fleet/contracts';
import { aSessionStarted, A_SESSION_ID, aUsageRecorded, silentLogger, startBroker, waitFor, type TestBroker } from '@agents-fleet/testing';
import { connectBroker, type Broker } from './broker.js';
import { BrokerClosedError, BrokerError, PublishRefusedError } from './broker-errors.js';
import { checkStreams, provisionStreams } from './provision.js';
import { EventPublisher } from './publisher.js';

describe('publishing', () => {
  let server: TestBroker;
  let broker: Broker;
  beforeAll(async () => {
    server = await startBroker();
  }, 60_000);
  afterAll(() => server.stop());
  beforeEach(async () => {
    broker = await connectBroker({ url: server.url, name: 'spec', logger: silentLogger() });
    await provisionStreams(broker, { ptyMaxBytes: 64 * 1024 * 1024 });
  });
  afterEach(() => broker.close());

  const messages = async (stream: string) => (await (await broker.manager()).streams.info(stream)).state.messages;

  it('provisions idempotently, and brings an existing stream up to date', async () => {
    await provisionStreams(broker, { ptyMaxBytes: 32 * 1024 * 1024 });
    const info = await (await broker.manager()).streams.info(STREAMS.pty);
    expect(info.config.max_bytes).toBe(32 * 1024 * 1024);
    await expect(checkStreams(broker)).resolves.toBeUndefined();
  });

  it('leaves streams the same over restarts, for those who know them by when they were made', async () => {
    const made = () => Promise.all(Object.values(STREAMS).map(async (name) => (await (await broker.manager()).streams.info(name)).created));
    const before = await made();
    // What an update spoils shows after the second restart.
    for (let restart = 0; restart < 3; restart += 1) {
      await server.restart();
      await broker.close();
      broker = await connectBroker({ url: server.url, name: 'spec', logger: silentLogger() });
      await provisionStreams(broker, { ptyMaxBytes: 64 * 1024 * 1024 });
    }
    expect(await made()).toEqual(before);
  });

  it('stores an event once, however often it is published', async () => {
    const publisher = new EventPublisher(broker);
    const before = await messages(STREAMS.log);
    const first = await publisher.publish(aSessionStarted());
    const again = await publisher.publish(aSessionStarted());
    expect(first.duplicate).toBe(false);
    expect(again).toEqual({ stream: STREAMS.log, seq: first.seq, duplicate: true });
    expect(await messages(STREAMS.log)).toBe(before + 1);
  });

  it('keeps the order of the calls with many in flight', async () => {
    const publisher = new EventPublisher(broker, 32);
    const subject = subjects.pty(A_SESSION_ID);
    const stored = await Promise.all(
      Array.from({ length: 500 }, (_, index) => publisher.publishRaw(subject, `${index}`, {}, `order:${index}`)),
    );
    const seqs = stored.map(({ seq }) => seq);
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
    expect(publisher.inFlight).toBe(0);
  });

  it('stores everything once when the broker is killed in the middle', async () => {
    const publisher = new EventPublisher(broker);
    const before = await messages(STREAMS.log);
    const event = (index: number) => aUsageRecorded({ n: 1_000 + index, id: `kill:${index}` });
    const early = Array.from({ length: 200 }, (_, index) => publisher.publish(event(index)));
    await server.kill();
    await waitFor(() => !broker.status.online, { what: 'the broker to be seen as away' });
    const late = Array.from({ length: 200 }, (_, index) => publisher.publish(event(200 + index)));
    await server.restart();
    await Promise.all([...early, ...late]);
    expect(broker.status.online).toBe(true);
    expect(await messages(STREAMS.log)).toBe(before + 400);
  }, 60_000);

  it('refuses at once what no retry can help', async () => {
    const publisher = new EventPublisher(broker);
    const tooLarge = new Uint8Array(broker.maxPayloadBytes + 1);
    await expect(publisher.publishRaw(subjects.pty(A_SESSION_ID), tooLarge, {}, 'too-large')).rejects.toThrow(PublishRefusedError);
  });

  it('gives up when it is closed', async () => {
    const publisher = new EventPublisher(broker);
    const published = publisher.publishRaw('no.stream.has.this', 'x', {}, 'nowhere');
    setTimeout(() => publisher.close(), 100);
    await expect(published).rejects.toThrow(BrokerClosedError);
  });

  it('says where it could not connect, without credentials', async () => {
    const options = { url: 'nats://ada:secret@127.0.0.1:1', name: 'spec', logger: silentLogger(), connectTimeoutMs: 200 };
    const failure = await connectBroker(options).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BrokerError);
    expect(String(failure)).toContain('127.0.0.1:1');
    expect(String(failure)).not.toContain('secret');
  });
});
