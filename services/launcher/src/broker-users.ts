/** The broker's users; their permissions are in `docker/nats/nats-server.conf`. */
export const BROKER_USERS = [
  'provisioner', 'runner', 'pty-host', 'pricing', 'budget', 'git-snapshot', 'projector', 'gateway', 'observer',
] as const;
export type BrokerUser = (typeof BROKER_USERS)[number];

/** The variable by which the broker's configuration refers to a user's password. */
export function passwordVariable(user: BrokerUser): string {
  return `FLEET_NATS_${user.toUpperCase().replaceAll('-', '_')}_PASSWORD`;
}
