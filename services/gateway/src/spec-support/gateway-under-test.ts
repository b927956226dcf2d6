import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectBroker, type Broker, provisionStreams } from '@agents-fleet/event-log';
import { createLogger, readConfiguration } from '@agents-fleet/platform';
import { startBroker, temporaryDirectory, type TestBroker } from '@agents-fleet/testing';
import { gatewayConfigurationSchema, startGateway, type Gateway } from '../index.js';
import { type OpenTextMaker } from '../terminal/text-maker.js';

/** A gateway with a broker of its own, in a directory of its own. */
export interface GatewayUnderTest {
  readonly gateway: Gateway;
  /** A connection of the spec's own, to play runner, budget service and projector. */
  readonly broker: Broker;
  readonly testBroker: TestBroker;
  readonly directory: string;
  readonly origin: string;
  readonly token: string;
  /** A request with the token as Bearer; `json` becomes the body. */
  request(method: string, path: string, options?: { json?: unknown; headers?: Record<string, string> }): Promise<Response>;
  /** Stops the gateway and starts another one on the same data. */
  restartGateway(): Promise<void>;
  stop(): Promise<void>;
}

/** @param openTextMaker for specs that ask for a terminal's text; `null`: there is no thread's program to make one */
export async function gatewayUnderTest(environment: Record<string, string> = {}, openTextMaker: OpenTextMaker | null = null): Promise<GatewayUnderTest> {
  const directory = await temporaryDirectory();
  const testBroker = await startBroker();
  const broker = await connectBroker({ url: testBroker.url, name: 'spec', logger: createLogger('spec', 'error') });
  await provisionStreams(broker);
  const start = (port: number) =>
    startGateway(
      readConfiguration(gatewayConfigurationSchema, {
        FLEET_DATA_DIR: directory.path,
        FLEET_HTTP_PORT: String(port),
        FLEET_NATS_URL: testBroker.url,
        ...environment,
      }),
      createLogger('gateway', 'error'),
      openTextMaker ?? undefined,
    );
  let gateway = await start(0);
  const token = (await readFile(join(directory.path, 'access-token'), 'utf8')).trim();
  const origin = `http://127.0.0.1:${gateway.port}`;
  return {
    get gateway() {
      return gateway;
    },
    broker,
    testBroker,
    directory: directory.path,
    origin,
    token,
    request: (method, path, { json, headers = {} } = {}) =>
      fetch(`${origin}${path}`, {
        method,
        headers: {
          Authorization: `Bearer ${token}`,
          ...(json !== undefined && { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(json !== undefined && { body: JSON.stringify(json) }),
      }),
    restartGateway: async () => {
      const { port } = gateway;
      await gateway.stop();
      gateway = await start(port);
    },
    stop: async () => {
      await gateway.stop();
      await broker.close();
      await testBroker.stop();
      await directory.remove();
    },
  };
}
