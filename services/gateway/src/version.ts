/** The product's version: that of the workspace's `package.json`, which a spec compares. */
export const VERSION = '0.1.0';
