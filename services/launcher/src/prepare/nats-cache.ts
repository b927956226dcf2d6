import { join } from 'node:path';
import { cacheDirectory, cached } from '../../cache.mjs';

const NAME = 'nats-server';

/** Where a downloaded server is, whichever way it came. */
export const cachedNatsServerPath = () => join(cacheDirectory(), NAME, 'nats-server');

/** @param fill puts `nats-server` into the directory it is given. */
export async function cachedNatsServer(fill: (directory: string) => Promise<void>): Promise<string> {
  await cached(NAME, fill);
  return cachedNatsServerPath();
}
