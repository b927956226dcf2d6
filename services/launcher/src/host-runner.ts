import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { BrokerPasswords } from './broker-passwords.js';
import { Compose, type ComposeCredentials } from './compose.js';
import { DataDirectory } from './data-directory.js';
import { Fleet } from './fleet.js';
import { Instance } from './instance.js';
import { readLauncherSettings } from './launcher-settings.js';
import { HOST_GROUPS } from './process-groups.js';
import { untilRunnerIsOnline } from './runner-online.js';
import { serviceProcess } from './service-process.js';
import { signInUrl } from './sign-in-url.js';
import { SupervisedProcess } from './supervised-process.js';
import { untilStopped } from './until-stopped.js';

/** Ports inside the containers. */
const BROKER_PORT = 4222;

/** `npm run runner`: the runner on this machine for the broker and services that run in Compose. */
export async function hostRunner(): Promise<number> {
  const settings = await readLauncherSettings();
  const data = new DataDirectory(settings.dataDirectory);
  const instance = new Instance(data);
  const other = instance.claim();
  if (other !== null) throw new Error(`${data.path} is in use by process ${other.pid}: stop that one first, or set another FLEET_DATA_DIR`);
  const fleet = new Fleet(HOST_GROUPS.map(({ name }) => name));
  try {
    return await untilStopped(fleet, async () => {
      const compose = new Compose();
      const broker = await compose.publishedPort('nats', BROKER_PORT);
      const consoleUrl = `http://${await compose.publishedPort('gateway', settings.httpPort)}`;
      const credentials = await compose.credentials();
      const passwords = keepPasswords(credentials, data);
      const environment = { ...process.env, NODE_ENV: 'production', FLEET_DATA_DIR: data.path, FLEET_NATS_URL: `nats://${broker}` };
      await Promise.all(
        HOST_GROUPS.map((group) => fleet.start(new SupervisedProcess(serviceProcess(group, environment, passwords, data.log(group.name))))),
      );
      await untilRunnerIsOnline(consoleUrl, credentials.accessToken);
      process.stdout.write(`Agents Fleet is ready: ${await signInUrl(consoleUrl, credentials.accessToken)}\n`);
    });
  } finally {
    instance.release();
  }
}

/** The two passwords as files, as the runner's processes expect them. */
function keepPasswords({ passwords }: ComposeCredentials, data: DataDirectory): BrokerPasswords {
  const kept = new BrokerPasswords(data.composePasswords(), []);
  for (const user of ['runner', 'pty-host'] as const) {
    mkdirSync(dirname(kept.fileOf(user)), { recursive: true, mode: 0o700 });
    writeFileSync(kept.fileOf(user), `${passwords[user]}\n`, { mode: 0o600 });
  }
  return kept;
}
