import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request as httpRequest } from 'node:http';
import { gatewayUnderTest, type GatewayUnderTest } from '../spec-support/gateway-under-test.js';
import { ALL_ROUTES } from '../routes/index.js';
import { SOCKET_PATH } from '../socket/socket-server.js';

/** A route as Express has it. */
interface RoutedPath {
  method: string;
  path: string;
  upgrade: boolean;
}

/** What the router really answers, taken from the router itself, and the WebSocket. */
function routesOf(test: GatewayUnderTest): RoutedPath[] {
  const { stack } = test.gateway.express.router as unknown as {
    stack: { route?: { path: string; methods: Record<string, boolean> } }[];
  };
  const routes = stack.flatMap(({ route }) =>
    route === undefined ? [] : Object.keys(route.methods).map((method) => ({ method: method.toUpperCase(), path: route.path, upgrade: false })),
  );
  return [...routes, { method: 'GET', path: SOCKET_PATH, upgrade: true }];
}

/** Sends one request as it is given: `fetch` would not let a spec choose `Host`. */
function statusOf(test: GatewayUnderTest, route: RoutedPath, headers: Record<string, string>): Promise<number> {
  const upgrade = {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
  };
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      host: '127.0.0.1',
      port: test.gateway.port,
      method: route.method,
      path: route.path.replace(':id', '01JZ0000000000000000000001').replace(':artifactId', 'any').replace(':snapshotId', 'start'),
      headers: { ...headers, ...(route.upgrade ? upgrade : {}) },
    });
    request.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('upgrade', (_response, socket) => {
      socket.destroy();
      resolve(101);
    });
    request.on('error', reject);
    request.end();
  });
}

const OPEN = new Set(['GET /healthz', 'POST /api/login']);

describe('every route of the router, and the WebSocket', () => {
  let test: GatewayUnderTest;
  let routes: RoutedPath[];
  let bearer: Record<string, string>;
  let host: string;

  beforeAll(async () => {
    test = await gatewayUnderTest();
    routes = routesOf(test);
    host = `127.0.0.1:${test.gateway.port}`;
    bearer = { Authorization: `Bearer ${test.token}` };
  });
  afterAll(() => test.stop());

  it('is in the route table, and the table in the router', () => {
    const routed = routes.filter(({ upgrade }) => !upgrade).map(({ method, path }) => `${method} ${path}`);
    expect(new Set(routed)).toEqual(new Set(ALL_ROUTES.map(({ method, path }) => `${method} ${path}`)));
    expect(routed.length).toBeGreaterThan(15);
  });

  it('answers 401 without the token, but for the two that are open', async () => {
    const answers = await Promise.all(routes.map(async (route) => [`${route.method} ${route.path}`, await statusOf(test, route, { Host: host })] as const));
    for (const [name, status] of answers) {
      if (OPEN.has(name)) expect([name, status]).not.toEqual([name, 401]);
      else expect([name, status]).toEqual([name, 401]);
    }
  });

  it('answers 401 with a wrong token and with a made-up cookie', async () => {
    for (const route of routes.filter(({ method, path }) => !OPEN.has(`${method} ${path}`))) {
      expect([route.path, await statusOf(test, route, { Host: host, Authorization: 'Bearer wrong' })]).toEqual([route.path, 401]);
      const cookie = `agents-fleet-${test.gateway.port}=${'A'.repeat(43)}`;
      expect([route.path, await statusOf(test, route, { Host: host, Cookie: cookie, Origin: test.origin })]).toEqual([route.path, 401]);
    }
  });

  it.each([
    ['a foreign Host', (): Record<string, string> => ({ ...bearer, Host: 'evil.example' })],
    ['our Host with another port', (): Record<string, string> => ({ ...bearer, Host: '127.0.0.1:1' })],
    ['a foreign Origin', (): Record<string, string> => ({ ...bearer, Host: host, Origin: 'http://evil.example' })],
    ['an Origin that looks like ours', (): Record<string, string> => ({ ...bearer, Host: host, Origin: `${test.origin}.evil.example` })],
    ['an opaque Origin', (): Record<string, string> => ({ ...bearer, Host: host, Origin: 'null' })],
  ])('answers 403 with the right token but %s', async (_name, headers) => {
    for (const route of routes) expect([route.path, await statusOf(test, route, headers())]).toEqual([route.path, 403]);
  });

  it('lets the token in, with each of our names', async () => {
    for (const name of ['127.0.0.1', 'localhost', '[::1]']) {
      const headers = { ...bearer, Host: `${name}:${test.gateway.port}` };
      expect(await statusOf(test, { method: 'GET', path: '/api/me', upgrade: false }, headers)).toBe(204);
      expect(await statusOf(test, { method: 'GET', path: SOCKET_PATH, upgrade: true }, headers)).toBe(101);
    }
  });

  it('is closed in any other spelling, and where there is no route at all', async () => {
    for (const path of ['/API/Login', '/api/login/', '//api/sessions', '/api', '/api/nothing', '/nothing', '/ws/x', '/%61pi/me', '/..%2fapi/me']) {
      expect([path, await statusOf(test, { method: 'POST', path, upgrade: false }, { Host: host })]).toEqual([path, 401]);
      expect([path, await statusOf(test, { method: 'GET', path, upgrade: false }, { Host: host })]).toEqual([path, 401]);
    }
  });
});
