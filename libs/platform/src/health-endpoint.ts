import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { healthMetrics } from './health-metrics.js';
import type { RunningService } from './service.js';

export interface HealthEndpointOptions {
  host: string;
  port: number;
}

export interface HealthEndpoint {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * `GET /healthz` (the process answers), `/readyz` (200 or 503 with the details) and `/metrics` (Prometheus text)
 * for services that have no HTTP of their own.
 */
export async function startHealthEndpoint(service: RunningService, options: HealthEndpointOptions): Promise<HealthEndpoint> {
  const server = createServer((request, response) => {
    answer(service, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => { resolve(); });
        server.closeAllConnections();
      }),
  };
}

function answer(service: RunningService, request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    reply(response, 405, { ok: false });
    return;
  }
  const report = service.health();
  switch (request.url) {
    case '/healthz':
      reply(response, 200, { ok: true, service: service.name });
      return;
    case '/readyz':
      reply(response, report.ok ? 200 : 503, { service: service.name, ...report });
      return;
    case '/metrics':
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(healthMetrics(service.name, report));
      return;
    default:
      reply(response, 404, { ok: false });
  }
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(body));
}
