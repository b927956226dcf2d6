import type { ChildProcess } from 'node:child_process';
import type { BrokerPasswords } from './broker-passwords.js';
import { bundlePath } from './bundle-paths.js';
import { LogFile } from './log-file.js';
import type { ProcessGroup } from './process-groups.js';
import type { ProcessPlan } from './supervised-process.js';

/**
 * A young generation of 2 MB instead of 32: these processes handle events, and their idle memory matters more than a few
 * collections (decision 0001 has the figures). The old one may grow to a multiple of what is in use before it is collected:
 * V8's own 10 MB more are filled by buffers of terminal output in some milliseconds, and a third of all CPU time of a
 * burst went into collecting them (decision 22).
 */
const memoryFlags = ({ heapGrowthPercent }: ProcessGroup) => ['--max-semi-space-size=2', `--heap-growing-percent=${heapGrowthPercent}`];
/** glibc gives each thread an arena of its own; Node's helper threads allocate too little to need them (1 to 4 MB a process). */
const MEMORY_SETTINGS = { MALLOC_ARENA_MAX: '1' };

/** How to run the services of one group in one process of this Node. */
export function serviceProcess(group: ProcessGroup, all: NodeJS.ProcessEnv, passwords: BrokerPasswords, logPath: string): ProcessPlan {
  const [first, ...others] = group.services;
  if (first === undefined) throw new Error(`process group ${group.name} has no service`);
  const alone = others.length === 0;
  const environment = environmentOf(group, all);
  return {
    name: group.name,
    program: process.execPath,
    parameters: [...memoryFlags(group), ...(alone ? [bundlePath(`${first}/main`)] : [bundlePath('launcher/services'), ...group.services])],
    environment: alone
      ? { ...environment, ...MEMORY_SETTINGS, FLEET_NATS_USER: first, FLEET_NATS_PASSWORD_FILE: passwords.fileOf(first) }
      : { ...environment, ...MEMORY_SETTINGS, FLEET_NATS_PASSWORD_DIRECTORY: passwords.directory },
    log: new LogFile(logPath),
    ready: saidReady,
    watchesLauncher: true,
  };
}

/** The settings of prices hold a secret of somebody's API: they are for pricing's process alone. */
function environmentOf(group: ProcessGroup, all: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (group.services.includes('pricing')) return all;
  return Object.fromEntries(Object.entries(all).filter(([name]) => !name.startsWith('PRICING_')));
}

/** `runAsProcess` sends one message, when the service accepts work. */
function saidReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('message', () => { resolve(); }));
}
