import { type Settings } from '@agents-fleet/contracts';
import { type GatewayConfiguration } from '../configuration.js';

/** What a person may want to look up about this gateway. Paths of secrets, never secrets. */
export class SettingsInForce {
  constructor(readonly value: Settings) {}
}

/** @param version the product's */
export function settingsOf(version: string, configuration: GatewayConfiguration, paths: { database: string; token: string; snapshots: string }): SettingsInForce {
  const row = (name: string, value: string, description: string) => ({ name, value, description });
  return new SettingsInForce({
    version,
    items: [
      row('FLEET_DATA_DIR', configuration.FLEET_DATA_DIR, 'Where everything is kept'),
      row('FLEET_HTTP_HOST', configuration.FLEET_HTTP_HOST, 'Address that the gateway listens on'),
      row('FLEET_HTTP_PORT', String(configuration.FLEET_HTTP_PORT), 'Port of the console and the API'),
      row('FLEET_ALLOWED_HOSTS', configuration.FLEET_ALLOWED_HOSTS.join(', '), 'Names besides loopback’s that requests may come by'),
      row('FLEET_ALLOWED_ORIGINS', configuration.FLEET_ALLOWED_ORIGINS.join(', '), 'Pages besides the console’s that may send requests'),
      row('FLEET_DATABASE', paths.database, 'Read models; rebuilt from the log when they are gone'),
      row('FLEET_SNAPSHOT_DIR', paths.snapshots, 'What sessions changed in their repos'),
      row('FLEET_ACCESS_TOKEN_FILE', paths.token, 'File that holds the access token, for its owner alone'),
      row('FLEET_NATS_URL', withoutUser(configuration.FLEET_NATS_URL), 'Broker'),
      row('FLEET_COUNT_CACHE_READS', configuration.FLEET_COUNT_CACHE_READS ? '1' : '0', 'Whether cache reads count against budgets'),
      row('FLEET_IDLE_TIMEOUT_MINUTES', String(configuration.FLEET_IDLE_TIMEOUT_MINUTES), 'Minutes without output or input after which a session is stopped; 0 is never'),
      row('FLEET_LOG_LEVEL', configuration.FLEET_LOG_LEVEL, 'How much the services log'),
    ],
  });
}

/** A broker URL may carry a password. */
function withoutUser(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//');
}
