/** Process entry that makes the broker's streams, then ends. Repeating it is harmless. */
import { z } from 'zod';
import { brokerVariables, connectBroker, provisionStreams } from '@agents-fleet/event-log';
import { createLogger, fleetVariables, readConfiguration, readSecretFile } from '@agents-fleet/platform';

const GIBIBYTE = 1024 ** 3;

const schema = z.object({
  ...brokerVariables,
  FLEET_LOG_LEVEL: fleetVariables.logLevel,
  FLEET_PTY_STREAM_BYTES: z.coerce.number('must be a number of bytes').int().min(1).default(4 * GIBIBYTE),
});

try {
  const configuration = readConfiguration(schema);
  const passwordFile = configuration.FLEET_NATS_PASSWORD_FILE;
  const broker = await connectBroker({
    url: configuration.FLEET_NATS_URL,
    user: configuration.FLEET_NATS_USER,
    password: passwordFile === undefined ? undefined : await readSecretFile('FLEET_NATS_PASSWORD_FILE', passwordFile),
    name: 'provision',
    logger: createLogger('provision', configuration.FLEET_LOG_LEVEL),
    connectTimeoutMs: 30_000,
  });
  await provisionStreams(broker, { ptyMaxBytes: configuration.FLEET_PTY_STREAM_BYTES });
  await broker.close();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
