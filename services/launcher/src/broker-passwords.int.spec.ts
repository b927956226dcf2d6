import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryDirectory, type TemporaryDirectory } from '@agents-fleet/testing';
import { BrokerPasswords } from './broker-passwords.js';
import { BROKER_USERS } from './broker-users.js';

describe('BrokerPasswords', () => {
  let directory: TemporaryDirectory;
  beforeEach(async () => { directory = await temporaryDirectory(); });
  afterEach(() => directory.remove());
  const passwords = () => new BrokerPasswords(join(directory.path, 'passwords'));

  it('makes one for each user, none like another', () => {
    const values = Object.values(passwords().variables());
    expect(new Set(values).size).toBe(BROKER_USERS.length);
  });

  it('keeps them', () => {
    expect(passwords().variables()).toEqual(passwords().variables());
  });

  it('lets nobody else read them', () => {
    expect(statSync(passwords().fileOf('gateway')).mode & 0o777).toBe(0o600);
  });
});
