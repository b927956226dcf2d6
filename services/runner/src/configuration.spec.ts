import { ConfigurationError, readConfiguration } from '@agents-fleet/platform';
import { describe, expect, it } from '@jest/globals';
import { ptyHostConfigurationSchema } from './configuration.js';

const read = (settings: Record<string, string>) =>
  readConfiguration(ptyHostConfigurationSchema, { FLEET_NATS_URL: 'nats://127.0.0.1:4222', FLEET_DATA_DIR: '/tmp/fleet', FLEET_RUNNER_ID: 'r', FLEET_REPO_ROOTS: '/tmp', ...settings });

describe('what the pty-host is told of a session’s memory', () => {
  it('is 1 MiB by default', () => {
    expect(read({}).FLEET_SESSION_BUFFER_BYTES).toBe(1_048_576);
  });

  it('is what the operator says', () => {
    expect(read({ FLEET_SESSION_BUFFER_BYTES: '16384' }).FLEET_SESSION_BUFFER_BYTES).toBe(16_384);
  });

  it.each(['16383', '67108865', '1 MB', '-1'])('is refused by its name when it is no good: %s', (value) => {
    expect(() => read({ FLEET_SESSION_BUFFER_BYTES: value })).toThrow(ConfigurationError);
    expect(() => read({ FLEET_SESSION_BUFFER_BYTES: value })).toThrow('FLEET_SESSION_BUFFER_BYTES');
  });
});
