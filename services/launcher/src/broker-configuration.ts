import { isAtLeast, versionIn, type Version } from './prepare/version.ts';

const SINCE = /#\s*since (\d+\.\d+\.\d+)\s*$/;

/** The broker's configuration for one version of nats-server: without the lines that are marked for newer ones. */
export function brokerConfiguration(template: string, version: Version): string {
  return template
    .split('\n')
    .filter((line) => {
      const since = versionIn(SINCE.exec(line)?.[1] ?? '');
      return since === null || isAtLeast(version, since);
    })
    .join('\n');
}

/** The broker gets this share of the free disk; a full disk stops it for good (2.9) or drops its streams (newer). */
const SHARE_OF_FREE_DISK = 0.8;
const LARGEST_PTY_STREAM = 4 * 1024 ** 3;

export interface StorageLimits {
  /** Bound of everything that the broker stores, in bytes. */
  fileStoreBytes: number;
  /** Bound of the terminal stream, in bytes. Reserved by the broker, so it must leave room for the other streams. */
  ptyStreamBytes: number;
}

/** @param freeBytes free on the disk of the data directory @param usedBytes what the broker stores already */
export function storageLimits(freeBytes: number, usedBytes: number): StorageLimits {
  const fileStoreBytes = Math.floor(usedBytes + freeBytes * SHARE_OF_FREE_DISK);
  return { fileStoreBytes, ptyStreamBytes: Math.min(LARGEST_PTY_STREAM, Math.floor(fileStoreBytes / 2)) };
}
