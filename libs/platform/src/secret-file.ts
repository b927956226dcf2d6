import { readFile } from 'node:fs/promises';
import { ConfigurationError } from './configuration.js';

/**
 * Reads a secret that a file holds, without its final line break.
 * @param variable the environment variable that named the file, for the error
 * @throws ConfigurationError when the file can't be read or is empty
 */
export async function readSecretFile(variable: string, path: string): Promise<string> {
  const secret = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new ConfigurationError(`${variable}: can't read ${path} (${cause.code ?? cause.message})`, { cause });
  });
  const trimmed = secret.trimEnd();
  if (trimmed === '') throw new ConfigurationError(`${variable}: ${path} is empty`);
  return trimmed;
}
