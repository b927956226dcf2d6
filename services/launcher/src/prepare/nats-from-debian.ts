import { copyFileSync, existsSync, globSync, mkdirSync, rmSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { runQuietly } from '../../run-quietly.mjs';
import { cachedNatsServer } from './nats-cache.ts';

/**
 * The distribution's own package, downloaded with apt (which checks its signature) and unpacked without installing it:
 * that takes no root.
 */
export async function natsServerFromDebian(): Promise<string> {
  if (!existsSync('/usr/bin/apt-get') || !existsSync('/usr/bin/dpkg')) {
    throw new Error('This is no Debian-like system with apt-get and dpkg');
  }
  return cachedNatsServer(async (directory) => {
    const work = join(directory, 'package');
    mkdirSync(work);
    await download(work);
    const [archive] = globSync('*.deb', { cwd: work });
    if (archive === undefined) throw new Error('apt-get download nats-server brought no package');
    await runQuietly('dpkg', ['-x', archive, 'root'], { cwd: work });
    copyFileSync(join(work, 'root/usr/sbin/nats-server'), join(directory, 'nats-server'));
    rmSync(work, { recursive: true });
  });
}

/** By the machine's own package lists; a fresh machine has none, so then by lists in a directory of our own. */
async function download(work: string): Promise<void> {
  const apt = (parameters: string[]) => runQuietly('apt-get', ['-qq', ...parameters], { cwd: work });
  const withOwnLists = await apt(['download', 'nats-server']).then(() => false, () => true);
  if (!withOwnLists) return;
  const options = privateLists(work);
  await apt([...options, 'update']);
  await apt([...options, 'download', 'nats-server']);
}

/** apt options for lists and caches below `work`, without the change of user that only root may do. */
function privateLists(work: string): string[] {
  for (const directory of ['lists/partial', 'cache/archives/partial']) mkdirSync(join(work, directory), { recursive: true });
  const options = {
    'Dir::State::Lists': join(work, 'lists'),
    'Dir::Cache': join(work, 'cache'),
    'APT::Sandbox::User': userInfo().username,
  };
  return Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}
