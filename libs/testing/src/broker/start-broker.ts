import { startBinaryBroker } from './binary-broker.js';
import { BROKER_IMAGE, dockerAnswers, startContainerBroker } from './container-broker.js';
import type { TestBroker, TestBrokerOptions } from './test-broker.js';

/**
 * Starts a broker for a spec: in a container where a Docker engine answers (not with `FLEET_TEST_BROKER=binary`),
 * else from the nats-server binary. Says on stderr which one.
 */
export async function startBroker(options: TestBrokerOptions = {}): Promise<TestBroker> {
  const broker = await startPreferred(options);
  process.stderr.write(`broker under test: nats-server ${broker.version} (${broker.flavour})\n`);
  return broker;
}

async function startPreferred(options: TestBrokerOptions): Promise<TestBroker> {
  const binaryOnly = process.env['FLEET_TEST_BROKER'] === 'binary' || options.configuration !== undefined;
  if (binaryOnly || !(await dockerAnswers())) return startBinaryBroker(options);
  return startContainerBroker().catch((error: unknown) => {
    process.stderr.write(`broker under test: ${BROKER_IMAGE} can't be started (${String(error)}); taking the binary\n`);
    return startBinaryBroker(options);
  });
}
