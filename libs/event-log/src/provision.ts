import { isDeepStrictEqual } from 'node:util';
import { JetStreamApiCodes, JetStreamApiError, type StreamConfig } from '@nats-io/jetstream';
import type { Broker } from './broker.js';
import { BrokerError, messageOf } from './broker-errors.js';
import { DEFAULT_STREAM_LIMITS, streamDefinitions, type StreamDefinition, type StreamLimits } from './streams.js';

/**
 * Creates what is missing of the three streams and brings the others up to date. Safe to repeat: one that is as it should be is left
 * alone, because an update has nats-server 2.9 forget when the stream was made, and the read models would take it for another one.
 */
export async function provisionStreams(broker: Broker, limits: StreamLimits = DEFAULT_STREAM_LIMITS): Promise<void> {
  const { streams } = await broker.manager();
  for (const definition of streamDefinitions(limits)) {
    const present = await streams.info(definition.name).then(
      ({ config }) => config,
      (error: unknown) => {
        if (isStreamNotFound(error)) return null;
        throw refused(definition.name, error);
      },
    );
    if (present !== null && isAsDefined(present, definition)) continue;
    await (present === null ? streams.add(definition) : streams.update(definition.name, definition)).catch((error: unknown) => {
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

/** What the definition doesn't say may be as the broker likes it. */
function isAsDefined(present: StreamConfig, definition: StreamDefinition): boolean {
  return Object.entries(definition).every(([name, value]) => isDeepStrictEqual(present[name as keyof StreamConfig], value));
}

function refused(stream: string, error: unknown): BrokerError {
  const hint = isStreamNotFound(error) ? ' (provision the streams first)' : '';
  return new BrokerError(`stream ${stream}: ${messageOf(error)}${hint}`);
}
