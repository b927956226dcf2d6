import { createServer, type Server } from 'node:https';
import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { selfSigned } from './self-signed.js';

/** A price API over https on loopback, which answers as the spec tells it to. */
export class SpecPriceApi {
  readonly asked: IncomingHttpHeaders[] = [];
  answer: RequestListener = () => { throw new Error('the spec has no answer yet'); };

  private constructor(private readonly server: Server, readonly ca: string) {
    server.on('request', (request, response) => {
      this.asked.push(request.headers);
      void this.answer(request, response);
    });
  }

  static async start(port = 0): Promise<SpecPriceApi> {
    const { cert, key } = selfSigned();
    const server = createServer({ cert, key });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return new SpecPriceApi(server, cert);
  }

  get url(): URL {
    return new URL(`https://127.0.0.1:${(this.server.address() as AddressInfo).port}/prices/key-in-the-path?key=in-the-query`);
  }

  says(body: unknown, status = 200): void {
    this.answer = (_, response) => response.writeHead(status, { 'Content-Type': 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
