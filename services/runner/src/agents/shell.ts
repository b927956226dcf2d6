import { plainLaunch } from '../control/launch-plan.js';
import type { AgentAdapter, AgentFollower } from './agent-adapter.js';

/** Nothing is known of the program, so there is nothing to follow: its pty-host counts what goes in and out. */
export const NOTHING_TO_FOLLOW: AgentFollower = {
  saved: null,
  settle: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

/** Any program of which nothing is known. */
export const shellAdapter: AgentAdapter = {
  agent: 'shell',
  programs: [],
  prepare: ({ command }) =>
    Promise.resolve({ plan: plainLaunch(command), follow: () => NOTHING_TO_FOLLOW, discard: () => Promise.resolve() }),
  adopt: () => Promise.resolve(NOTHING_TO_FOLLOW),
};
