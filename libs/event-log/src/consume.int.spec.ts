import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { STREAMS, subjects, type FleetEvent } from '@agents-fleet/contracts';
import { A_SESSION_ID, aSessionStarted, aUsageRecorded, silentLogger, startBroker, waitFor, type TestBroker } from '@agents-fleet/testing';
import { connectBroker, type Broker } from './broker.js';
import { consumeEvents } from './consume-events.js';
import { consume, StopConsumingError, type Consumption } from './consume.js';
import { deadLetterHeaders } from './dead-letters.js';
import { provisionStreams } from './provision.js';
import { EventPublisher } from './publisher.js';
import { readSubject } from './read-subject.js';
import type { ReceivedMessage } from './received-message.js';

describe('consuming', () => {
  let server: TestBroker;
  let broker: Broker;
  let publisher: EventPublisher;
  const running: Consumption[] = [];
  let number = 0;
  /** A subject of its own for each test: they share one broker. */
  let sessionId: string;
  let subject: string;
  let durable: string;

  beforeAll(async () => {
    server = await startBroker();
    broker = await connectBroker({ url: server.url, name: 'spec', logger: silentLogger() });
    await provisionStreams(broker, { ptyMaxBytes: 64 * 1024 * 1024 });
    publisher = new EventPublisher(broker);
  }, 60_000);
  afterAll(async () => {
    await broker.close();
    await server.stop();
  });
  beforeEach(() => {
    number++;
    sessionId = A_SESSION_ID.slice(0, 24) + String(10 + number);
    subject = subjects.pty(sessionId);
    durable = `spec-${number}`;
  });
  afterEach(async () => {
    for (const consumption of running.splice(0)) await consumption.stop();
  });

  const text = (message: ReceivedMessage) => Buffer.from(message.data).toString();
  const publish = (...bodies: string[]) =>
    Promise.all(bodies.map((body) => publisher.publishRaw(subject, body, { 'Fleet-N': body }, `${sessionId}:${body}`)));
  const start = (options: Partial<Parameters<typeof consume>[1]> & Pick<Parameters<typeof consume>[1], 'handle'>) => {
    const consumption = consume(broker, { stream: STREAMS.pty, subject, durable, ...options });
    running.push(consumption);
    return consumption;
  };

  it('delivers what is stored and what comes, in order, with headers', async () => {
    await publish('1', '2', '3');
    const seen: string[] = [];
    start({
      handle: async (messages) => {
        for (const message of messages) seen.push(`${text(message)}/${message.header('Fleet-N')}/${message.header('Other')}`);
      },
    });
    await publish('4');
    await waitFor(() => seen.length === 4);
    expect(seen).toEqual(['1/1/null', '2/2/null', '3/3/null', '4/4/null']);
  });

  it('goes on where it stopped, and hands nothing out twice', async () => {
    const seen: string[] = [];
    const handle = async (messages: ReceivedMessage[]) => void seen.push(...messages.map(text));
    await publish('1', '2');
    const first = start({ handle });
    await waitFor(() => seen.length === 2);
    await first.stop();
    await publish('3');
    start({ handle });
    await waitFor(() => seen.length >= 3);
    expect(seen).toEqual(['1', '2', '3']);
  });

  it('hands the same batch out again when the handler fails', async () => {
    await publish('1', '2');
    const tries: string[][] = [];
    start({
      handle: async (messages) => {
        tries.push(messages.map(text));
        if (tries.length < 3) throw new Error('not now');
      },
    });
    await waitFor(() => tries.length === 3);
    expect(tries[2]).toEqual(tries[0]);
  });

  it('ends when the handler says that it can never go on', async () => {
    await publish('1');
    const consumption = start({ handle: () => Promise.reject(new StopConsumingError('for good')) });
    expect((await consumption.finished)?.message).toBe('for good');
  });

  it('with a position: begins again right after it when an earlier life took messages along', async () => {
    await publish('1', '2', '3', '4');
    // An earlier life that was handed everything and died without a trace.
    const dead = start({ position: () => 0, handle: () => new Promise(() => undefined) });
    await waitFor(async () => {
      const info = await (await broker.manager()).consumers.info(STREAMS.pty, durable).catch(() => null);
      return (info?.num_ack_pending ?? 0) === 4;
    });
    running.splice(running.indexOf(dead), 1);
    const seen: string[] = [];
    let position = 0;
    const begun = Date.now();
    start({
      position: () => position,
      handle: async (messages) => {
        seen.push(...messages.map(text));
        position = messages.at(-1)?.seq ?? position;
      },
    });
    await waitFor(() => seen.length >= 4, { timeoutMs: 5_000 });
    expect(seen).toEqual(['1', '2', '3', '4']);
    // Well before the ack wait of 10 s would have brought them back, behind newer ones.
    expect(Date.now() - begun).toBeLessThan(5_000);
  }, 20_000);

  it('with a position: loses nothing and keeps the order over a killed broker', async () => {
    const seen: string[] = [];
    let position = 0;
    start({
      position: () => position,
      handle: async (messages) => {
        const news = messages.filter(({ seq }) => seq > position);
        seen.push(...news.map(text));
        position = news.at(-1)?.seq ?? position;
      },
    });
    const bodies = Array.from({ length: 300 }, (_, index) => String(index));
    const published = Promise.all(bodies.map((body) => publish(body)));
    await waitFor(() => seen.length > 10);
    await server.kill();
    await server.restart();
    await published;
    await waitFor(() => seen.length >= 300, { timeoutMs: 30_000 });
    expect([...seen].sort()).toEqual([...bodies].sort());
  }, 60_000);

  it('makes the consumer anew when somebody deletes it', async () => {
    const seen: string[] = [];
    start({ handle: async (messages) => void seen.push(...messages.map(text)) });
    await publish('1');
    await waitFor(() => seen.length === 1);
    await (await broker.manager()).consumers.delete(STREAMS.pty, durable);
    await publish('2');
    await waitFor(() => seen.includes('2'), { timeoutMs: 15_000 });
  }, 30_000);

  it('puts an unreadable event into FLEET_DEAD once, and goes on', async () => {
    const events: FleetEvent[] = [];
    const logSubject = subjects.event(sessionId, 'lifecycle');
    await publisher.publishRaw(logSubject, '{"type":"session.exploded","v":1}', {}, `${sessionId}:bad`);
    await publisher.publish(aSessionStarted({ sessionId }));
    await publisher.publish(aUsageRecorded({ sessionId }));
    running.push(
      consumeEvents(broker, {
        subject: subjects.event(sessionId, 'lifecycle'),
        durable,
        publisher,
        handle: (event) => void events.push(event),
      }),
    );
    await waitFor(() => events.length === 1);
    expect(events[0]?.type).toBe('session.started');
    const dead = await readSubject(broker, { stream: STREAMS.dead, subject: subjects.dead(durable), fromSeq: 1 });
    for await (const letter of dead) {
      expect(text(letter)).toBe('{"type":"session.exploded","v":1}');
      expect(letter.header(deadLetterHeaders.subject)).toBe(logSubject);
      expect(letter.header(deadLetterHeaders.why)).toContain('session.exploded');
      break;
    }
    dead.stop();
  });

  it('reads a subject from a seq on, and follows it', async () => {
    const stored = await publish('1', '2', '3');
    const reader = await readSubject(broker, { stream: STREAMS.pty, subject, fromSeq: stored[1]!.seq });
    const seen: string[] = [];
    const reading = (async () => {
      for await (const message of reader) {
        seen.push(text(message));
        if (seen.length === 3) return;
      }
    })();
    await waitFor(() => seen.length === 2);
    await publish('4');
    await reading;
    reader.stop();
    expect(seen).toEqual(['2', '3', '4']);
  });
});
