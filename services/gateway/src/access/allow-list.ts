/** `Host` and `Origin` values that a request may carry. Exact strings: no patterns, no suffixes. */
export interface AllowList {
  readonly hosts: ReadonlySet<string>;
  readonly origins: ReadonlySet<string>;
}

/**
 * The gateway's own loopback names with its port, and what the operator adds.
 * @param extraHosts `FLEET_ALLOWED_HOSTS`, each as a browser sends it (`fleet.example:8443`)
 * @param extraOrigins `FLEET_ALLOWED_ORIGINS`, each as a browser sends it (`https://fleet.example`)
 */
export function allowListFor(port: number, extraHosts: readonly string[], extraOrigins: readonly string[]): AllowList {
  const loopback = ['127.0.0.1', 'localhost', '[::1]'].flatMap((name) =>
    // Browsers leave HTTP's own port out of both headers.
    port === 80 ? [name, `${name}:80`] : [`${name}:${port}`],
  );
  const extra = extraHosts.map((host) => host.toLowerCase());
  return {
    hosts: new Set([...loopback, ...extra]),
    origins: new Set([
      ...loopback.map((host) => `http://${host}`),
      // An added name is reached through somebody's proxy, with or without TLS.
      ...extra.flatMap((host) => [`http://${host}`, `https://${host}`]),
      ...extraOrigins.map((origin) => origin.toLowerCase()),
    ]),
  };
}
