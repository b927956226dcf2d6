import { freePort, serverVersion } from './probe.js';
import type { TestBroker } from './test-broker.js';

/** The image that `compose.yaml` runs, too. */
export const BROKER_IMAGE = 'nats:2.15-alpine';

/** Whether a Docker engine answers. Loads testcontainers only to ask. */
export async function dockerAnswers(): Promise<boolean> {
  const { getContainerRuntimeClient } = await import('testcontainers');
  return getContainerRuntimeClient().then(
    () => true,
    () => false,
  );
}

/** Runs nats-server in a container, by testcontainers, on a fixed port of loopback so that it can come back on it. */
export async function startContainerBroker(): Promise<TestBroker> {
  // We remove what we start; the reaper would be one more image to fetch.
  process.env['TESTCONTAINERS_RYUK_DISABLED'] ??= 'true';
  const { GenericContainer, getContainerRuntimeClient } = await import('testcontainers');
  const port = await freePort();
  const started = await new GenericContainer(BROKER_IMAGE)
    .withExposedPorts({ container: 4222, host: port })
    .withCommand(['-js', '-sd', '/tmp/jetstream', '-p', '4222'])
    .withAutoRemove(false)
    .start();
  const { container } = await getContainerRuntimeClient();
  const handle = container.getById(started.getId());
  const isRunning = async () => (await handle.inspect()).State.Running;
  return {
    url: `nats://127.0.0.1:${port}`,
    version: await serverVersion(port),
    flavour: 'container',
    kill: async () => {
      if (await isRunning()) await handle.kill({ signal: 'SIGKILL' });
    },
    restart: async () => {
      if (await isRunning()) await handle.stop({ t: 10 });
      await handle.start();
      await serverVersion(port);
    },
    stop: async () => {
      await handle.remove({ force: true, v: true });
    },
  };
}
