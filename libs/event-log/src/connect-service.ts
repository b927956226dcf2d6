import { fleetVariables, readSecretFile } from '@agents-fleet/platform';
import { connectBroker, type Broker } from './broker.js';
import type { BrokerLogger } from './broker-logger.js';
import { checkStreams } from './provision.js';

/** The variables by which every service reaches the broker: spread them into its configuration schema. */
export const brokerVariables = {
  FLEET_NATS_URL: fleetVariables.natsUrl,
  FLEET_NATS_USER: fleetVariables.natsUser,
  FLEET_NATS_PASSWORD_FILE: fleetVariables.natsPasswordFile,
} as const;

export interface BrokerConfiguration {
  FLEET_NATS_URL: string;
  FLEET_NATS_USER?: string | undefined;
  FLEET_NATS_PASSWORD_FILE?: string | undefined;
}

/**
 * Connects a service as its configuration says and checks that the streams are there.
 * @throws ConfigurationError for an unreadable password file; BrokerError for a broker that is away, refuses or has no streams
 */
export async function connectService(name: string, configuration: BrokerConfiguration, logger: BrokerLogger): Promise<Broker> {
  const passwordFile = configuration.FLEET_NATS_PASSWORD_FILE;
  const broker = await connectBroker({
    url: configuration.FLEET_NATS_URL,
    user: configuration.FLEET_NATS_USER,
    password: passwordFile === undefined ? undefined : await readSecretFile('FLEET_NATS_PASSWORD_FILE', passwordFile),
    name,
    logger,
  });
  try {
    await checkStreams(broker);
    return broker;
  } catch (error) {
    await broker.close();
    throw error;
  }
}
