import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';

interface ConsoleFile {
  readonly path: string;
  readonly size: number;
  readonly type: string;
  readonly cacheControl: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** A content hash in a file's name, as the build writes it: such a file never changes. */
const HASHED = /[-.][A-Z0-9]{8,}\.[a-z0-9]+$/i;
const INDEX = '/index.html';
/** Paths that are the program's, whatever is in the directory, in any case: the router's own match ignores case. */
const RESERVED = /^\/(api|ws|healthz|readyz|metrics)(\/|$)/i;

/**
 * The console's built files, listed once at start. A request is looked up in the list, never on disk, so no path can
 * lead out of the directory. These are the only answers besides `/healthz` and the login that need no token: they
 * are the same for everybody.
 */
export class ConsoleFiles {
  private constructor(private readonly files: ReadonlyMap<string, ConsoleFile>) {}

  /** @param directory the built console; `undefined` serves nothing */
  static async list(directory: string | undefined): Promise<ConsoleFiles> {
    if (directory === undefined) return new ConsoleFiles(new Map());
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile() && TYPES[extname(entry.name)] !== undefined)
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        const url = `/${relative(directory, path).split(sep).join('/')}`;
        return [url, await describe(path, entry.name)] as const;
      });
    return new ConsoleFiles(new Map(await Promise.all(files)));
  }

  get count(): number {
    return this.files.size;
  }

  /** Answers the request if it is for a file of the console or for one of its pages; otherwise leaves it alone. */
  serve(request: IncomingMessage, response: ServerResponse): boolean {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    if (RESERVED.test(path)) return false;
    const file = this.files.get(path) ?? (isPage(path, request.headers.accept) ? this.files.get(INDEX) : undefined);
    if (file === undefined) return false;
    response.writeHead(200, {
      'Content-Type': file.type,
      'Content-Length': file.size,
      'Cache-Control': file.cacheControl,
    });
    if (request.method === 'HEAD') response.end();
    else createReadStream(file.path).on('error', () => response.destroy()).pipe(response);
    return true;
  }
}

async function describe(path: string, name: string): Promise<ConsoleFile> {
  const { size } = await stat(path);
  return {
    path,
    size,
    type: TYPES[extname(name)] ?? 'application/octet-stream',
    cacheControl: HASHED.test(name) ? 'public, max-age=31536000, immutable' : 'no-store',
  };
}

/** A navigation to a page of the console: its routes have no dot, and only a navigation asks for HTML. */
function isPage(path: string, accept: string | undefined): boolean {
  return !path.includes('.') && (accept?.includes('text/html') ?? false);
}
