import { JetStreamApiCodes, JetStreamApiError } from '@nats-io/jetstream';
import type { Broker } from './broker.js';
import { BrokerError, messageOf } from './broker-errors.js';
import { DEFAULT_STREAM_LIMITS, streamDefinitions, type StreamLimits } from './streams.js';

/** Creates what is missing of the three streams and brings the others up to date. Safe to repeat. */
export async function provisionStreams(broker: Broker, limits: StreamLimits = DEFAULT_STREAM_LIMITS): Promise<void> {
  const { streams } = await broker.manager();
  for (const definition of streamDefinitions(limits)) {
    const exists = await streams.info(definition.name).then(
      () => true,
      (error: unknown) => {
        if (isStreamNotFound(error)) return false;
        throw refused(definition.name, error);
      },
    );
    await (exists ? streams.update(definition.name, definition) : streams.add(definition)).catch((error: unknown) => {
      throw refused(definition.name, error);
    });
  }
}

/**
 * Checks that the streams are there, as services do at their start.
 * @throws BrokerError that names the missing stream
 */
export async function checkStreams(broker: Broker): Promise<void> {
  const { streams } = await broker.manager();
  for (const { name } of streamDefinitions()) {
    await streams.info(name).catch((error: unknown) => {
      throw refused(name, error);
    });
  }
}

/** Whether the broker said that there is no such stream. */
export function isStreamNotFound(error: unknown): boolean {
  return error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamNotFound;
}

function refused(stream: string, error: unknown): BrokerError {
  const hint = isStreamNotFound(error) ? ' (provision the streams first)' : '';
  return new BrokerError(`stream ${stream}: ${messageOf(error)}${hint}`);
}
