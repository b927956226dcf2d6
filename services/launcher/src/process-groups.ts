/** A service, under the name that its broker user and its bundle have too. */
export type ServiceName = 'pricing' | 'budget' | 'git-snapshot' | 'projector' | 'gateway' | 'pty-host' | 'runner';

/** Services that share a process. */
export interface ProcessGroup {
  name: string;
  services: readonly ServiceName[];
}

/**
 * Which services share a process natively, in the order in which they stop: first those that make events, then those
 * that record them. Sharing saves 24 MB a service (decision 0001); they still talk over the broker only.
 */
export const PROCESS_GROUPS: readonly ProcessGroup[] = [
  { name: 'runner', services: ['runner'] },
  { name: 'pty-host', services: ['pty-host'] },
  { name: 'gateway', services: ['gateway'] },
  { name: 'services', services: ['pricing', 'budget', 'git-snapshot', 'projector'] },
];

/** What runs on the host when broker and services run in containers. */
export const HOST_GROUPS: readonly ProcessGroup[] = PROCESS_GROUPS.filter(({ name }) => name === 'runner' || name === 'pty-host');
