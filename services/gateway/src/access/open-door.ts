import { dirname, join } from 'node:path';
import { type GatewayConfiguration } from '../configuration.js';
import { readOrCreateAccessToken } from './access-token.js';
import { allowListFor } from './allow-list.js';
import { AttemptLimit } from './attempt-limit.js';
import { Gatekeeper } from './gatekeeper.js';
import { OneTimeCodes } from './one-time-codes.js';
import { SignIns } from './sign-ins.js';

/** Everything about who may come in. */
export interface Door {
  readonly gatekeeper: Gatekeeper;
  readonly signIns: SignIns;
  readonly codes: OneTimeCodes;
  readonly attempts: AttemptLimit;
}

export function accessTokenFile(configuration: GatewayConfiguration): string {
  return configuration.FLEET_ACCESS_TOKEN_FILE ?? join(configuration.FLEET_DATA_DIR, 'access-token');
}

/** Reads the token, made at the first start, and who is signed in. @param port the one that the server listens on */
export async function openDoor(configuration: GatewayConfiguration, port: number): Promise<Door> {
  const tokenFile = accessTokenFile(configuration);
  const token = await readOrCreateAccessToken(tokenFile);
  const signIns = await SignIns.open(join(dirname(tokenFile), 'sign-ins.json'));
  const allowed = allowListFor(port, configuration.FLEET_ALLOWED_HOSTS, configuration.FLEET_ALLOWED_ORIGINS);
  return {
    gatekeeper: new Gatekeeper(port, allowed, token, signIns),
    signIns,
    codes: new OneTimeCodes(),
    attempts: new AttemptLimit(),
  };
}
