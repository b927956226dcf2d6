import { mkdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { brokerConfiguration, storageLimits, type StorageLimits } from './broker-configuration.js';
import type { BrokerPasswords } from './broker-passwords.js';
import { brokerTemplatePath } from './bundle-paths.js';
import type { DataDirectory } from './data-directory.js';
import { directorySize } from './directory-size.js';
import { LogFile } from './log-file.js';
import { untilListening } from './ports.js';
import type { Prepared } from './prepared.js';
import type { ProcessPlan } from './supervised-process.js';

/**
 * Go's collector works harder above this, in place of keeping what a burst of output once needed. Below what a burst holds
 * anyway it does nothing else: the blocks that were just written stay in memory for seconds, about 100 MB at full speed, and
 * with 64 MiB the broker took 40 ms of CPU for each MB of output, with this 13. Compose says the same.
 */
const BROKER_MEMORY = '256MiB';

export interface BrokerAddress {
  host: string;
  port: number;
}

/** Quoted, so that the broker's parser takes it as text whatever is in it. */
const quoted = (text: string) => JSON.stringify(text);

/** How to run the broker; writes its configuration into the data directory. */
export function brokerProcess(
  server: NonNullable<Prepared['natsServer']>,
  address: BrokerAddress,
  data: DataDirectory,
  passwords: BrokerPasswords,
): { plan: ProcessPlan; limits: StorageLimits } {
  mkdirSync(data.jetstream(), { recursive: true, mode: 0o700 });
  mkdirSync(dirname(data.brokerConfiguration()), { recursive: true, mode: 0o700 });
  writeFileSync(data.brokerConfiguration(), brokerConfiguration(readFileSync(brokerTemplatePath, 'utf8'), server.version), { mode: 0o600 });
  const disk = statfsSync(data.path);
  const limits = storageLimits(disk.bavail * disk.bsize, directorySize(data.jetstream()));
  const secrets = Object.entries(passwords.variables()).map(([name, password]) => [name, quoted(password)]);
  const plan: ProcessPlan = {
    name: 'nats-server',
    program: server.path,
    parameters: ['--config', data.brokerConfiguration(), '--addr', address.host, '--port', String(address.port), '--pid', data.brokerPid()],
    environment: {
      ...process.env,
      ...(Object.fromEntries(secrets) as Record<string, string>),
      FLEET_NATS_STORE_DIR: quoted(data.jetstream()),
      FLEET_NATS_MAX_FILE_STORE: String(limits.fileStoreBytes),
      GOMEMLIMIT: BROKER_MEMORY,
    },
    log: new LogFile(data.log('nats-server')),
    ready: (child) => {
      const gone = new AbortController();
      child.once('exit', () => { gone.abort(); });
      return untilListening(address.host, address.port, gone.signal);
    },
    watchesLauncher: false,
  };
  return { plan, limits };
}
