import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConfigurationError } from '@agents-fleet/platform';

/** 256 bits: out of reach of guessing, so only logins with the short-lived codes need a limit on attempts. */
const TOKEN_BYTES = 32;
/** Shortest token that an operator's own file may hold: 32 characters of base64url are 192 bits. */
const MIN_TOKEN_LENGTH = 32;

/**
 * Reads the access token; makes it at the first start. The file is for its owner alone (0600) and so is its directory.
 * @throws ConfigurationError when the file can't be read or holds too short a token
 */
export async function readOrCreateAccessToken(path: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    // `wx` fails when the file exists, so two starts at once agree on one token.
    await writeFile(path, `${randomBytes(TOKEN_BYTES).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unusable(path, error);
    await chmod(path, 0o600).catch((cause: unknown) => {
      throw unusable(path, cause);
    });
  }
  const token = (await readFile(path, 'utf8')).trim();
  if (token.length < MIN_TOKEN_LENGTH) {
    throw new ConfigurationError(`FLEET_ACCESS_TOKEN_FILE: ${path} must hold at least ${MIN_TOKEN_LENGTH} characters`);
  }
  return token;
}

function unusable(path: string, cause: unknown): ConfigurationError {
  const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
  return new ConfigurationError(`FLEET_ACCESS_TOKEN_FILE: can't use ${path} (${code})`, { cause });
}
