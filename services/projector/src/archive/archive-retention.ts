import type { ProjectorConfiguration } from '../configuration.js';
import type { Retention } from './due.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Disks are sold by these. */
const GIGABYTE = 1e9;

/** What the settings say about how long terminals are kept. */
export function retentionOf({
  FLEET_KEEP_STREAM_HOURS: hours,
  FLEET_KEEP_DAYS: days,
  FLEET_KEEP_GB: gigabytes,
}: Pick<ProjectorConfiguration, 'FLEET_KEEP_STREAM_HOURS' | 'FLEET_KEEP_DAYS' | 'FLEET_KEEP_GB'>): Retention {
  return {
    streamMs: hours === null ? null : hours * HOUR_MS,
    keepMs: days === null ? null : days * DAY_MS,
    keepBytes: gigabytes === null ? null : gigabytes * GIGABYTE,
  };
}
