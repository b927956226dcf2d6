/** The broker could not be reached, refused us, or lacks what we need. The message never holds credentials. */
export class BrokerError extends Error {
  override readonly name = 'BrokerError';
}

/** The broker connection was closed on purpose while something still needed it. */
export class BrokerClosedError extends Error {
  override readonly name = 'BrokerClosedError';
  constructor() {
    super('the connection to the broker is closed');
  }
}

/** The broker will never take this message: too large, or not allowed for this user. Retrying can't help. */
export class PublishRefusedError extends Error {
  override readonly name = 'PublishRefusedError';
}

/** A NATS URL as it may be shown: user and password taken out. */
export function withoutCredentials(url: string): string {
  return url.replace(/\/\/[^@/\s]*@/g, '//');
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
