import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { silentLogger, startBroker, waitFor, type TestBroker } from '@agents-fleet/testing';
import { z } from 'zod';
import { connectBroker, type Broker } from './broker.js';
import { request, respond } from './commands.js';
import { publishCore, subscribeCore } from './core-messages.js';

describe('commands', () => {
  let server: TestBroker;
  let broker: Broker;
  const logger = silentLogger();
  beforeAll(async () => {
    server = await startBroker();
    broker = await connectBroker({ url: server.url, name: 'spec', logger });
  }, 60_000);
  afterAll(async () => {
    await broker.close();
    await server.stop();
  });
  const reply = z.object({ doubled: z.number() });

  it('are answered by whoever responds, with headers and JSON or bytes', async () => {
    const answering = respond(broker, 'spec.double', async (command) => {
      const { value } = z.object({ value: z.number() }).parse(command.json());
      return { ok: true, data: { doubled: value * Number(command.header('Times') ?? 2) } };
    });
    expect(await request(broker, 'spec.double', { value: 21 }, { timeoutMs: 2_000, reply })).toEqual({ ok: true, data: { doubled: 42 } });
    const bytes = Buffer.from('{"value":5}');
    expect(await request(broker, 'spec.double', bytes, { timeoutMs: 2_000, reply, headers: { Times: '3' } })).toEqual({
      ok: true,
      data: { doubled: 15 },
    });
    answering.stop();
  });

  it('say `unavailable` at once when nobody responds', async () => {
    const begun = Date.now();
    const answer = await request(broker, 'spec.nobody', {}, { timeoutMs: 5_000, reply });
    expect(answer).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    expect(Date.now() - begun).toBeLessThan(2_000);
  });

  it('say `unavailable` when the answer takes too long', async () => {
    const answering = respond(broker, 'spec.slow', () => new Promise(() => undefined));
    expect(await request(broker, 'spec.slow', {}, { timeoutMs: 100, reply })).toMatchObject({ error: { code: 'unavailable' } });
    answering.stop();
  });

  it('say `internal` when the handler throws, and keep its words in the log', async () => {
    const answering = respond(broker, 'spec.broken', () => {
      throw new Error('the words of a secret');
    });
    const answer = await request(broker, 'spec.broken', {}, { timeoutMs: 2_000, reply });
    expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(logger.lines.some(({ fields }) => String(fields['error']).includes('secret'))).toBe(true);
    answering.stop();
  });

  it('core messages reach who listens, and a listener that throws goes on', async () => {
    const heard: unknown[] = [];
    const listening = subscribeCore(broker, 'spec.news.*', (message) => {
      heard.push(message.json());
      if (heard.length === 1) throw new Error('once');
    });
    await broker.connection.flush();
    publishCore(broker, 'spec.news.a', { number: 1 });
    publishCore(broker, 'spec.news.b', { number: 2 });
    await waitFor(() => heard.length === 2);
    listening.stop();
  });
});
