import { describe, expect, it } from '@jest/globals';
import { brokerConfiguration, storageLimits } from './broker-configuration.js';

const TEMPLATE = ['jetstream {', '  store_dir: $STORE', '  sync_interval: always # since 2.10.0', '}'].join('\n');

describe('brokerConfiguration', () => {
  it('leaves out for an older server what it would refuse', () => {
    expect(brokerConfiguration(TEMPLATE, { major: 2, minor: 9, patch: 10 })).not.toContain('sync_interval');
  });

  it.each([{ major: 2, minor: 10, patch: 0 }, { major: 2, minor: 15, patch: 1 }, { major: 3, minor: 0, patch: 0 }])('keeps it for %p', (version) => {
    expect(brokerConfiguration(TEMPLATE, version)).toBe(TEMPLATE);
  });
});

describe('storageLimits', () => {
  const GIB = 1024 ** 3;

  it('stays below the free disk', () => {
    const limits = storageLimits(100 * GIB, 0);
    expect(limits.fileStoreBytes).toBe(80 * GIB);
    expect(limits.ptyStreamBytes).toBe(4 * GIB);
  });

  it('counts what the broker stores already as available to it', () => {
    expect(storageLimits(10 * GIB, 5 * GIB).fileStoreBytes).toBe(13 * GIB);
  });

  it('leaves room for the log on a small disk', () => {
    const { fileStoreBytes, ptyStreamBytes } = storageLimits(GIB, 0);
    expect(ptyStreamBytes).toBeLessThanOrEqual(fileStoreBytes / 2);
  });
});
