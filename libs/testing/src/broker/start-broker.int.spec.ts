import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from '@nats-io/transport-node';
import { startBroker } from './start-broker.js';
import type { TestBroker } from './test-broker.js';

describe('startBroker', () => {
  let broker: TestBroker;
  beforeAll(async () => {
    broker = await startBroker();
  }, 60_000);
  afterAll(() => broker.stop());

  const streams = async () => {
    const connection = await connect({ servers: broker.url });
    try {
      const reply = await connection.request('$JS.API.STREAM.NAMES', '{}', { timeout: 5_000 });
      return (reply.json() as { streams: string[] | null }).streams ?? [];
    } finally {
      await connection.close();
    }
  };

  it('tells the version of the server and has JetStream', async () => {
    expect(broker.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(await streams()).toEqual([]);
  });

  it('keeps its address and its store when it is killed and restarted', async () => {
    const connection = await connect({ servers: broker.url });
    const stream = JSON.stringify({ name: 'KEPT', subjects: ['kept'], storage: 'file' });
    await connection.request('$JS.API.STREAM.CREATE.KEPT', stream, { timeout: 5_000 });
    await connection.close();
    await broker.kill();
    await expect(connect({ servers: broker.url, reconnect: false })).rejects.toThrow();
    await broker.restart();
    expect(await streams()).toEqual(['KEPT']);
  }, 30_000);
});
