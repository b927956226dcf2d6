import { homedir, hostname } from 'node:os';
import { isAbsolute, join, normalize } from 'node:path';
import { z } from 'zod';
import { LOG_LEVELS } from './logger.js';

/** A TCP port given as text. 0 lets the system choose one. */
export const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port number')
  .transform(Number)
  .refine((value) => value <= 65_535, 'must be a port number, at most 65535');

/** An absolute path. `~/` is understood, because people write it in `.env.local`, where no shell expands it. */
export const absolutePath = z
  .string()
  .transform((path) => (path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path))
  .refine((path) => isAbsolute(path), 'must be an absolute path')
  .transform((path) => normalize(path));

/** `1` or `0`. */
export const onOff = z.enum(['0', '1'], 'must be 0 or 1').transform((value) => value === '1');

/** A list written `a,b`. */
export const commaSeparated = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

/** `a:b` as in PATH; each an absolute path. */
const pathList = z
  .string()
  .transform((text) => text.split(':').filter((item) => item !== ''))
  .pipe(z.array(absolutePath).min(1, 'must name at least one directory'));

/** A host name made fit for a runner id: one token of a NATS subject, 1 to 63 of `a-z 0-9 -`. */
export function runnerIdOfHost(host: string): string {
  const fit = host.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-/, '').slice(0, 63);
  return fit === '' ? 'runner' : fit;
}

/** A number that needn't be whole, or `off`, which is `null`. */
const orOff = (unit: string, most: number) =>
  z
    .string()
    .regex(/^(\d{1,9}(\.\d{1,6})?|off)$/, `must be a number of ${unit}, or off`)
    .transform((text) => (text === 'off' ? null : Number(text)))
    .refine((value) => value === null || value <= most, `must be at most ${most}`);

const natsUrl = z.string().regex(/^(nats|tls):\/\/[^\s/]+$/, 'must be a URL like nats://127.0.0.1:4222');

/**
 * The variables that more than one service reads, each with its check and default, so that they mean the same
 * everywhere. A service picks what it needs: `z.object({ FLEET_NATS_URL: fleetVariables.natsUrl })`.
 */
export const fleetVariables = {
  dataDirectory: absolutePath.default(join(homedir(), '.local/share/agents-fleet')),
  httpHost: z.string().min(1).default('127.0.0.1'),
  httpPort: port.default(4700),
  repoRoots: pathList.default([homedir()]),
  natsUrl: natsUrl.default('nats://127.0.0.1:4222'),
  natsUser: z.string().min(1).optional(),
  natsPasswordFile: absolutePath.optional(),
  logLevel: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
  healthPort: port.optional(),
  healthHost: z.string().min(1).default('127.0.0.1'),
  countCacheReads: onOff.default(false),
  /** Minutes without output or input after which a session is stopped; 0 or `off` is never. A week is more than a timeout. */
  idleTimeoutMinutes: z
    .string()
    .regex(/^(\d{1,5}|off)$/, 'must be a whole number of minutes, or off')
    .transform((text) => (text === 'off' ? 0 : Number(text)))
    .refine((value) => value <= 10_080, 'must be at most 10080 (a week)')
    .default(0),
  /** Hours for which the log keeps terminals that are archived; `null` (`off`) is for ever. Ten years are more than a delay. */
  keepStreamHours: orOff('hours', 87_600).default(0),
  /** Days for which terminals of ended sessions are kept; `null` (`off`) is for ever. */
  keepDays: orOff('days', 36_500).default(null),
  /** Gigabytes (10^9 bytes) that terminals of ended sessions may take; `null` (`off`) is without bound. */
  keepGigabytes: orOff('gigabytes', 1_000_000).default(null),
  runnerId: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be 1 to 63 lower-case letters, digits or dashes')
    .default(runnerIdOfHost(hostname())),
} as const;
