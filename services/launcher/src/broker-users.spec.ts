import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { BROKER_USERS, passwordVariable } from './broker-users.js';
import { PROCESS_GROUPS } from './process-groups.js';

const configuration = readFileSync(new URL('../../../docker/nats/nats-server.conf', import.meta.url), 'utf8');

describe('broker users', () => {
  it("are those of the broker's configuration, each with a password of its own", () => {
    const users = [...configuration.matchAll(/user: ([a-z-]+), password: \$(\w+)/g)].map(([, user, variable]) => [user, variable]);
    expect(users).toEqual(BROKER_USERS.map((user) => [user, passwordVariable(user)]));
  });

  it('are one a service, one for making the streams, and one for people who listen', () => {
    const services = PROCESS_GROUPS.flatMap((group) => group.services);
    expect([...services, 'provisioner', 'observer'].sort()).toEqual([...BROKER_USERS].sort());
  });

  it.each(BROKER_USERS)('%s reads no inbox but its own', (user) => {
    const block = configuration.slice(configuration.indexOf(`user: ${user},`)).split(/\n {4}\}\n/)[0] ?? '';
    expect(block.match(/_INBOX\.[^"]+/g)).toEqual([`_INBOX.${user}.>`]);
  });
});
