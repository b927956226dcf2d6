import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { say } from '../progress.mjs';
import { brokerAddress, consoleUrlOf, httpPort } from './addresses.js';
import { brokerProcess } from './broker-process.js';
import { BrokerPasswords } from './broker-passwords.js';
import { consolePath, root } from './bundle-paths.js';
import { DataDirectory } from './data-directory.js';
import { Fleet } from './fleet.js';
import { Instance } from './instance.js';
import { readLauncherSettings, type LauncherSettings } from './launcher-settings.js';
import { stopLeftoverBroker } from './leftover-broker.js';
import { runBundle } from './one-shot.js';
import { PROCESS_GROUPS } from './process-groups.js';
import { readPrepared } from './prepared.js';
import { untilRunnerIsOnline } from './runner-online.js';
import { serviceProcess } from './service-process.js';
import { signInUrl } from './sign-in-url.js';
import { SupervisedProcess } from './supervised-process.js';
import { untilStopped } from './until-stopped.js';

const STOP_ORDER = [...PROCESS_GROUPS.map(({ name }) => name), 'nats-server'];

/** `npm start`: broker, services and runner on this machine, until Ctrl+C. Resolves with the exit code. */
export async function start(): Promise<number> {
  const settings = await readLauncherSettings();
  const data = new DataDirectory(settings.dataDirectory);
  const instance = new Instance(data);
  const other = instance.claim();
  if (other !== null) return pointTo(instance, other.pid, data);
  const fleet = new Fleet(STOP_ORDER);
  try {
    return await untilStopped(fleet, async () => {
      const consoleUrl = await startAll(fleet, settings, data);
      await untilRunnerIsOnline(consoleUrl, accessTokenIn(data));
      instance.publish(consoleUrl);
      await invite(consoleUrl, data);
    });
  } finally {
    instance.release();
  }
}

async function invite(consoleUrl: string, data: DataDirectory): Promise<void> {
  process.stdout.write(`Agents Fleet is ready: ${await signInUrl(consoleUrl, accessTokenIn(data))}\n`);
}

/** The gateway makes it at its first start. */
function accessTokenIn(data: DataDirectory): string {
  return readFileSync(data.accessToken(), 'utf8').trim();
}

/** A second start on the same data directory starts nothing, and tells how to get in. */
async function pointTo(instance: Instance, pid: number, data: DataDirectory): Promise<number> {
  const consoleUrl = instance.consoleUrl();
  if (consoleUrl === null) {
    say(`Agents Fleet is being started already with ${data.path} (process ${pid}).`);
    return 1;
  }
  say(`Agents Fleet runs already with ${data.path} (process ${pid}).`);
  await invite(consoleUrl, data);
  return 0;
}

/** Starts everything; resolves with the console's URL once every process accepts work. */
async function startAll(fleet: Fleet, settings: LauncherSettings, data: DataDirectory): Promise<string> {
  const { natsServer } = readPrepared(root);
  if (natsServer === null) throw new Error('No nats-server is prepared: start with `npm start`');
  if (await stopLeftoverBroker(data)) say('  Stopped the broker that an earlier start left behind');
  const port = await httpPort(settings);
  const address = await brokerAddress(settings);
  const passwords = new BrokerPasswords(data.passwords());
  const { plan, limits } = brokerProcess(natsServer, address, data, passwords);
  await fleet.start(new SupervisedProcess(plan));
  const natsUrl = `nats://${address.host}:${address.port}`;
  writeFileSync(data.brokerUrl(), `${natsUrl}\n`);

  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: 'production',
    FLEET_DATA_DIR: data.path,
    FLEET_NATS_URL: natsUrl,
    FLEET_HTTP_PORT: String(port),
    ...(existsSync(consolePath) ? { FLEET_CONSOLE_DIR: consolePath } : {}),
  };
  await runBundle('provision', {
    ...environment,
    FLEET_NATS_USER: 'provisioner',
    FLEET_NATS_PASSWORD_FILE: passwords.fileOf('provisioner'),
    FLEET_PTY_STREAM_BYTES: String(limits.ptyStreamBytes),
  });
  await Promise.all(
    PROCESS_GROUPS.map((group) => fleet.start(new SupervisedProcess(serviceProcess(group, environment, passwords, data.log(group.name))))),
  );
  return consoleUrlOf(settings.httpHost, port);
}
