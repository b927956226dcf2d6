import { describe, expect, it } from '@jest/globals';
import { projectorConfigurationSchema } from './configuration.js';

describe('projectorConfigurationSchema', () => {
  it('puts the read models into the data directory', () => {
    const { FLEET_DATABASE } = projectorConfigurationSchema.parse({ FLEET_DATA_DIR: '/var/lib/fleet' });
    expect(FLEET_DATABASE).toBe('/var/lib/fleet/read-models.sqlite');
  });

  it('takes the path that it is told', () => {
    expect(projectorConfigurationSchema.parse({ FLEET_DATABASE: '/data/models.sqlite' }).FLEET_DATABASE).toBe('/data/models.sqlite');
  });

  it('refuses a relative path', () => {
    expect(projectorConfigurationSchema.safeParse({ FLEET_DATABASE: 'models.sqlite' }).success).toBe(false);
  });
});
