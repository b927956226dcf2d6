import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BROKER_USERS, passwordVariable, type BrokerUser } from './broker-users.js';

const PASSWORD_BYTES = 24;

/** One file a broker user, made at the first start and kept. */
export class BrokerPasswords {
  readonly directory: string;
  private readonly mode: number;
  private readonly passwords: ReadonlyMap<BrokerUser, string>;

  /**
   * @param mode of the files. In Compose each lies in a volume that only its service mounts, which may run as any user;
   *   on a host only the owner may read them.
   */
  constructor(directory: string, users: readonly BrokerUser[] = BROKER_USERS, mode = 0o600) {
    this.directory = directory;
    this.mode = mode;
    this.passwords = new Map(users.map((user) => [user, this.readOrMake(user)]));
  }

  fileOf(user: BrokerUser): string {
    return join(this.directory, user, 'password');
  }

  /** For the environment of the nats-server process. */
  variables(): Record<string, string> {
    return Object.fromEntries([...this.passwords].map(([user, password]) => [passwordVariable(user), password]));
  }

  private readOrMake(user: BrokerUser): string {
    const file = this.fileOf(user);
    try {
      return readFileSync(file, 'utf8').trim();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    // The prefix keeps the broker from reading a password of digits as a number.
    const password = `pw-${randomBytes(PASSWORD_BYTES).toString('hex')}`;
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.new`, `${password}\n`, { mode: this.mode });
    renameSync(`${file}.new`, file);
    return password;
  }
}
