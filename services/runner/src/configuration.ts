import { join } from 'node:path';
import { z } from 'zod';
import { brokerVariables } from '@agents-fleet/event-log';
import { commaSeparated, ConfigurationError, fleetVariables, onOff } from '@agents-fleet/platform';
import { HIGH_WATERMARK_BYTES } from '@agents-fleet/terminal';
import { MAX_BASELINE_WAIT_SECONDS } from './control/protocol.js';
import { isOwnVariable } from './pty-host/pty/child-environment.js';

const wholeNumber = (minimum: number, maximum: number) =>
  z.string().regex(/^\d{1,15}$/, 'must be a whole number').transform(Number).refine((value) => value >= minimum && value <= maximum, `must be from ${minimum} to ${maximum}`);

const shared = {
  ...brokerVariables,
  FLEET_LOG_LEVEL: fleetVariables.logLevel,
  FLEET_DATA_DIR: fleetVariables.dataDirectory,
  FLEET_RUNNER_ID: fleetVariables.runnerId,
  FLEET_REPO_ROOTS: fleetVariables.repoRoots,
};

export const ptyHostConfigurationSchema = z.object({
  ...shared,
  FLEET_COUNT_CACHE_READS: fleetVariables.countCacheReads,
  FLEET_IDLE_TIMEOUT_MINUTES: fleetVariables.idleTimeoutMinutes,
  /** Bytes on the disk for an outage of the broker. 256 MiB: hours of agents, seconds of `cat /dev/zero`. */
  FLEET_SPOOL_MAX_BYTES: wholeNumber(1_000_000, 2 ** 40).default(268_435_456),
  /**
   * Bytes of one session's output that the broker has not stored yet, at which its terminal is read no further. Memory of each
   * session that prints faster than the broker stores, and what a killed process takes with it; less costs throughput.
   */
  FLEET_SESSION_BUFFER_BYTES: wholeNumber(16_384, 67_108_864).default(HIGH_WATERMARK_BYTES),
  /** Sessions at a time. Each is a terminal and a thread; 64 is more than a person watches. */
  FLEET_MAX_SESSIONS: wholeNumber(1, 1_000).default(64),
  /** Further environment variables that sessions get, by name. */
  FLEET_CHILD_ENV: commaSeparated
    .refine((names) => names.every((name) => /^[A-Za-z_]\w*$/.test(name)), 'must be names of variables, separated by commas')
    .refine((names) => !names.some(isOwnVariable), 'must not name settings of Agents Fleet itself')
    .default([]),
});
export type PtyHostConfiguration = z.infer<typeof ptyHostConfigurationSchema>;

export const runnerConfigurationSchema = z.object({
  ...shared,
  /** Seconds that a session's command waits at most until its repo is kept as it was. The first look at a large one takes some. */
  FLEET_BASELINE_WAIT_SECONDS: wholeNumber(0, MAX_BASELINE_WAIT_SECONDS).default(5),
  /** Whether git-snapshot captures ends: without, nothing is compared with the start, and no command waits for it. */
  AGENTS_FLEET_CAPTURE_GIT_ON_END: onOff.default(true),
  /** Whether the runner starts a pty-host when none answers. Off, because the launcher starts one itself. */
  FLEET_SPAWN_PTY_HOST: onOff.default(false),
  /** The broker user of that pty-host, and the file with its password. */
  FLEET_PTY_HOST_NATS_USER: fleetVariables.natsUser,
  FLEET_PTY_HOST_NATS_PASSWORD_FILE: fleetVariables.natsPasswordFile,
});
export type RunnerConfiguration = z.infer<typeof runnerConfigurationSchema>;

/** Longest path of a Unix socket in bytes: 104 on macOS, 108 on Linux, with the final NUL. */
const MAX_SOCKET_PATH = 103;

/**
 * Where pty-host and runner of one data directory meet.
 * @throws ConfigurationError when the path is too long for a socket
 */
export function controlSocketPath(dataDirectory: string): string {
  return socketPath(dataDirectory, 'pty-host.sock');
}

/**
 * Where gateways of the same machine hear the terminals.
 * @throws ConfigurationError when the path is too long for a socket
 */
export function lineSocketPath(dataDirectory: string): string {
  return socketPath(dataDirectory, 'lines.sock');
}

function socketPath(dataDirectory: string, name: string): string {
  const path = join(dataDirectory, 'run', name);
  if (Buffer.byteLength(path) > MAX_SOCKET_PATH) {
    throw new ConfigurationError(`FLEET_DATA_DIR: too long for a socket in it (${path} has more than ${MAX_SOCKET_PATH} bytes)`);
  }
  return path;
}
