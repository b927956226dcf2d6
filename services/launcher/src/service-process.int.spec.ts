import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryDirectory, type TemporaryDirectory } from '@agents-fleet/testing';
import { BrokerPasswords } from './broker-passwords.js';
import { PROCESS_GROUPS } from './process-groups.js';
import { serviceProcess } from './service-process.js';

describe('the environment of a service’s process', () => {
  let directory: TemporaryDirectory;
  beforeEach(async () => { directory = await temporaryDirectory(); });
  afterEach(() => directory.remove());

  it('has the settings of prices where pricing is, and nowhere else: they hold a secret', () => {
    const passwords = new BrokerPasswords(join(directory.path, 'passwords'));
    const environment = { FLEET_LOG_LEVEL: 'warn', PRICING_API_HEADER_AUTH: 'Bearer secret' };
    for (const group of PROCESS_GROUPS) {
      const plan = serviceProcess(group, environment, passwords, join(directory.path, 'service.log'));
      expect(plan.environment['FLEET_LOG_LEVEL']).toBe('warn');
      expect([group.name, 'PRICING_API_HEADER_AUTH' in plan.environment]).toEqual([group.name, group.services.includes('pricing')]);
    }
  });
});
