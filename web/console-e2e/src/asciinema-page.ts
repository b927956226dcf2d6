import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import { type AddressInfo } from 'node:net';

const require = createRequire(import.meta.url);
const BUNDLE = 'asciinema-player/dist/bundle/asciinema-player';

/** Faster than anyone watches, and no pause longer than this many seconds. */
const SPEED = 50;
const LONGEST_PAUSE_S = 0.1;

const PAGE = `<!doctype html><meta charset="utf-8"><title>asciinema player</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/player.css"><div id="player"></div><script src="/player.js"></script>
<script>
  const player = AsciinemaPlayer.create('/session.cast', document.getElementById('player'), { speed: ${SPEED}, idleTimeLimit: ${LONGEST_PAUSE_S}, fit: false });
  player.addEventListener('ended', () => { document.body.dataset.played = 'ended'; });
  player.play().catch((error) => { document.body.dataset.played = String(error); });
</script>`;

/** A page of somebody else's with the stock asciinema player in it, on a free loopback port, that plays one recording. */
export class AsciinemaPage {
  private constructor(
    readonly url: string,
    readonly close: () => Promise<void>,
  ) {}

  static async serve(recording: Buffer): Promise<AsciinemaPage> {
    const files: Readonly<Record<string, [type: string, content: string | Buffer]>> = {
      '/': ['text/html', PAGE],
      '/player.js': ['text/javascript', readFileSync(require.resolve(`${BUNDLE}.min.js`))],
      '/player.css': ['text/css', readFileSync(require.resolve(`${BUNDLE}.css`))],
      '/session.cast': ['application/x-asciicast', recording],
    };
    const answer: RequestListener = ({ url = '' }, response) => {
      const file = files[url];
      if (file === undefined) response.writeHead(404).end();
      else response.writeHead(200, { 'Content-Type': file[0] }).end(file[1]);
    };
    const server = createServer(answer).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return new AsciinemaPage(`http://127.0.0.1:${port}/`, async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    });
  }
}
