/** A service, under the name that its broker user and its bundle have too. */
export type ServiceName = 'pricing' | 'budget' | 'git-snapshot' | 'projector' | 'gateway' | 'pty-host' | 'runner';

/** Services that share a process. */
export interface ProcessGroup {
  name: string;
  services: readonly ServiceName[];
  /** How much V8's old generation may grow beyond what is in use before it is collected, in percent (decision 22). */
  heapGrowthPercent: number;
}

/**
 * Which services share a process natively, in the order in which they stop: first those that make events, then those
 * that record them. Sharing saves 24 MB a service (decision 0001); they still talk over the broker only.
 */
export const PROCESS_GROUPS: readonly ProcessGroup[] = [
  { name: 'runner', services: ['runner'], heapGrowthPercent: 300 },
  { name: 'pty-host', services: ['pty-host'], heapGrowthPercent: 300 },
  // It has the most in use, and viewers keep it at work: it would take its time, and memory, between two collections.
  { name: 'gateway', services: ['gateway'], heapGrowthPercent: 200 },
  { name: 'services', services: ['pricing', 'budget', 'git-snapshot', 'projector'], heapGrowthPercent: 300 },
];

/** What runs on the host when broker and services run in containers. */
export const HOST_GROUPS: readonly ProcessGroup[] = PROCESS_GROUPS.filter(({ name }) => name === 'runner' || name === 'pty-host');
