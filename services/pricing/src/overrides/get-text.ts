import type { IncomingMessage, RequestOptions } from 'node:http';

export interface GetTextOptions {
  headers: Readonly<Record<string, string>>;
  /** For all of it: connection, headers and body. */
  timeoutMs: number;
  maxBytes: number;
  /** Certificates to trust in place of the system's, PEM. For specs; people set NODE_EXTRA_CA_CERTS. */
  ca?: string | undefined;
  /** Ends the request early. */
  signal: AbortSignal;
}

/** An https request brought no text. The message is fit to be shown: it has neither headers nor the address. */
export class GetTextError extends Error {
  override readonly name = 'GetTextError';
}

/**
 * The body of a 200 answer over https. Redirects are not followed: the headers are secrets meant for one host.
 * Not by `fetch`, whose engine takes 6 MB (launcher decision 0003).
 * @throws GetTextError
 */
export async function getText(url: URL, options: GetTextOptions): Promise<string> {
  const { Agent, request } = await import('node:https');
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const settings: RequestOptions & { ca?: string } = {
    headers: { Accept: 'application/json', ...options.headers },
    agent: new Agent({ keepAlive: false }),
    signal: AbortSignal.any([timeout, options.signal]),
    ...(options.ca !== undefined && { ca: options.ca }),
  };
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request(url, settings, resolve).on('error', reject).end();
    });
    return await bodyOf(response, options.maxBytes);
  } catch (error) {
    if (error instanceof GetTextError) throw error;
    if (timeout.aborted) throw new GetTextError(`no answer within ${options.timeoutMs} ms`);
    throw new GetTextError(`can't be reached (${(error as NodeJS.ErrnoException).code ?? 'the connection failed'})`);
  }
}

async function bodyOf(response: IncomingMessage, maxBytes: number): Promise<string> {
  const status = response.statusCode ?? 0;
  try {
    if (status >= 300 && status < 400) throw new GetTextError(`answered with a redirect (${status}), which is not followed`);
    if (status !== 200) throw new GetTextError(`answered with status ${status}`);
    const parts: Buffer[] = [];
    let bytes = 0;
    for await (const part of response as AsyncIterable<Buffer>) {
      bytes += part.length;
      if (bytes > maxBytes) throw new GetTextError(`answered with more than ${maxBytes} bytes`);
      parts.push(part);
    }
    return Buffer.concat(parts).toString('utf8');
  } finally {
    response.destroy();
  }
}
