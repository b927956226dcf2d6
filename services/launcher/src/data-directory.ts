import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where everything of one fleet lies: only its owner may look into it. */
export class DataDirectory {
  constructor(readonly path: string) {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  }

  readonly accessToken = () => join(this.path, 'access-token');
  readonly lock = () => join(this.path, 'launcher.lock');
  readonly instance = () => join(this.path, 'launcher.json');
  readonly passwords = () => join(this.path, 'broker/passwords');
  readonly composePasswords = () => join(this.path, 'compose/passwords');
  readonly brokerConfiguration = () => join(this.path, 'broker/nats-server.conf');
  /** Where people's own subscribers find the broker. */
  readonly brokerUrl = () => join(this.path, 'broker/url');
  readonly brokerPid = () => join(this.path, 'broker/nats-server.pid');
  readonly jetstream = () => join(this.path, 'jetstream');
  readonly log = (name: string) => join(this.path, 'logs', `${name}.log`);
}
