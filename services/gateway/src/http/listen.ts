import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { ConfigurationError } from '@agents-fleet/platform';

/** Slow or stuck requests end after this; a download may take as long as its reader needs. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;

/**
 * Binds the port before anything else is started, so that a second gateway ends at once.
 * @returns the server, which answers 503 until `answerWith`, and the port, which the system chose when 0 was asked for
 * @throws ConfigurationError when the address can't be used
 */
export async function listen(host: string, port: number): Promise<{ server: Server; port: number }> {
  const server = createServer({ headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS, noDelay: true });
  server.on('request', notYet);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const code = cause.code === 'EADDRINUSE' ? 'another program uses it' : (cause.code ?? cause.message);
      reject(new ConfigurationError(`FLEET_HTTP_PORT: can't listen on ${host}:${port} (${code})`, { cause }));
    });
    server.listen(port, host, resolve);
  });
  return { server, port: (server.address() as AddressInfo).port };
}

/** Hands every request from now on to the program. */
export function answerWith(server: Server, listener: RequestListener): void {
  server.off('request', notYet);
  server.on('request', listener);
}

const notYet: RequestListener = (_request, response) => {
  response.writeHead(503, { 'Retry-After': '1', Connection: 'close' }).end();
};
