import { statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryDirectory, type TemporaryDirectory, waitFor } from '@agents-fleet/testing';
import { decodeFrames } from '@agents-fleet/wire';
import { LineClient, LineClosedError } from './line-client.js';
import { controlMessage } from './line-messages.js';
import { LineServer } from './line-server.js';
import { type ServedTerminals } from './served-terminals.js';
import { type HeardChunk, type SpokenChunk } from './terminal-chunk.js';

const KEY = 'the key of this life';
const output = (n: number, text: string | Uint8Array): SpokenChunk => ({ n, at: 1_700_000_000_000 + n, kind: 'output', bytes: Buffer.from(text) });

/** Terminals that say and take what a spec tells them. */
class SpecTerminals implements ServedTerminals {
  readonly listeners = new Map<string, (chunk: SpokenChunk) => void>();
  readonly typed: string[] = [];
  lastPlace = 0;
  answer: (text: string) => Promise<string | null> = () => Promise.resolve(null);

  listen(sessionId: string, listener: (chunk: SpokenChunk) => void): () => void {
    this.listeners.set(sessionId, listener);
    return () => this.listeners.delete(sessionId);
  }

  storedUpTo(): number {
    return this.lastPlace;
  }

  type(sessionId: string, bytes: Uint8Array): Promise<string | null> {
    const text = Buffer.from(bytes).toString();
    this.typed.push(`${sessionId} ${text}`);
    return this.answer(text);
  }
}

let directory: TemporaryDirectory;
let terminals: SpecTerminals;
let server: LineServer;
let reasons: string[];
const clients: LineClient[] = [];
beforeEach(async () => {
  directory = await temporaryDirectory();
  terminals = new SpecTerminals();
  reasons = [];
  server = await LineServer.listen(join(directory.path, 'run', 'line.sock'), KEY, terminals, (reason) => reasons.push(reason));
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  server.close();
  await directory.remove();
});

async function aClient(closed: () => void = () => undefined): Promise<LineClient> {
  const client = await LineClient.connect(server.path, KEY, closed);
  clients.push(client);
  return client;
}
function aLine(client: LineClient, sessionId = 's') {
  const heard: HeardChunk[] = [];
  const places: [number, number][] = [];
  const line = client.open(sessionId, {
    chunk: (chunk) => heard.push(chunk),
    place: (n, seq) => places.push([n, seq]),
    rested: () => { test.rested += 1; },
  });
  const test = { heard, places, rested: 0, line };
  return test;
}

describe('a line', () => {
  it('brings chunks with their numbers, in order, while somebody listens', async () => {
    const { line, heard } = aLine(await aClient());
    line.listen();
    await waitFor(() => terminals.listeners.has('s'));
    terminals.listeners.get('s')?.(output(5, 'hello'));
    terminals.listeners.get('s')?.({ n: 6, at: 7, kind: 'resize', cols: 80, rows: 24 });
    terminals.listeners.get('s')?.(output(7, Buffer.alloc(65_536, 120)));
    await waitFor(() => heard.length === 3);
    expect(heard.map((chunk) => [chunk.n, chunk.at, chunk.kind])).toEqual([[5, 1_700_000_000_005, 'output'], [6, 7, 'resize'], [7, 1_700_000_000_007, 'output']]);
    const [first, second] = heard;
    const bytes = Buffer.from('hello');
    expect(first).toEqual({ n: 5, at: 1_700_000_000_005, kind: 'output', bytes: new Uint8Array(bytes), frame: expect.anything() });
    expect(first?.kind === 'output' && decodeFrames(first.frame)).toEqual([{ kind: 'output', channel: 0, n: 5, at: 1_700_000_000_005, bytes: new Uint8Array(bytes) }]);
    expect(second).toEqual({ n: 6, at: 7, kind: 'resize', cols: 80, rows: 24 });
    line.rest();
    await waitFor(() => !terminals.listeners.has('s'));
  });

  it('tells where in the log its chunks will be, with the first one that is heard and every MiB', async () => {
    const { line, heard, places } = aLine(await aClient());
    line.listen();
    await waitFor(() => terminals.listeners.has('s'));
    let n = 0;
    const say = (count: number) => { for (let i = 0; i < count; i += 1) terminals.listeners.get('s')?.(output(++n, Buffer.alloc(65_536))); };
    say(1);
    terminals.lastPlace = 700;
    say(16);
    terminals.lastPlace = 800;
    say(16);
    await waitFor(() => heard.length === n);
    expect(places).toEqual([[2, 700], [18, 800]]);
    line.rest();
    await waitFor(() => !terminals.listeners.has('s'));
    line.listen();
    await waitFor(() => terminals.listeners.has('s'));
    say(1);
    await waitFor(() => heard.length === n);
    expect(places.at(-1)).toEqual([34, 800]);
  });

  it('types in order, and says of each input what became of it', async () => {
    const client = await aClient();
    const { line } = aLine(client);
    terminals.answer = (text) => Promise.resolve(text === 'b' ? 'the session does not run' : null);
    expect(await Promise.all(['a', 'b', 'c'].map((text) => line.type(Buffer.from(text))))).toEqual([null, 'the session does not run', null]);
    expect(terminals.typed).toEqual(['s a', 's b', 's c']);
  });

  it('leaves a gateway that takes nothing, tells it, and serves it again when it listens again', async () => {
    const { line, heard } = aLine(await aClient());
    const test = aLine(clients[0]!, 't');
    test.line.listen();
    line.listen();
    await waitFor(() => terminals.listeners.size === 2);
    // All in one turn: nothing can be taken meanwhile.
    const say = terminals.listeners.get('t')!;
    for (let n = 1; n <= 200; n += 1) say(output(n, Buffer.alloc(65_536)));
    await waitFor(() => test.rested === 1);
    expect(test.heard.length).toBeLessThan(200);
    expect(test.heard.map(({ n }) => n)).toEqual(test.heard.map((_, index) => index + 1));
    expect(terminals.listeners.has('t')).toBe(false);
    // The other terminal goes on.
    terminals.listeners.get('s')?.(output(1, 'still here'));
    await waitFor(() => heard.length === 1);
    test.line.listen();
    await waitFor(() => terminals.listeners.has('t'));
    terminals.listeners.get('t')?.(output(201, 'again'));
    await waitFor(() => test.heard.at(-1)?.n === 201);
  });

  it('says of input on its way that nobody knows, when the other side is gone', async () => {
    let closed = 0;
    const { line } = aLine(await aClient(() => { closed += 1; }));
    terminals.answer = () => new Promise(() => undefined);
    const typing = line.type(Buffer.from('a'));
    await waitFor(() => terminals.typed.length === 1);
    server.close();
    await expect(typing).rejects.toThrow(LineClosedError);
    await waitFor(() => closed === 1);
    await expect(line.type(Buffer.from('b'))).rejects.toThrow(LineClosedError);
  });

  it('is given up with a pty-host that hangs, so that input goes another way', async () => {
    let closed = 0;
    const client = await LineClient.connect(server.path, KEY, () => { closed += 1; }, 50);
    clients.push(client);
    const { line } = aLine(client);
    terminals.answer = (text) => (text === 'quick' ? Promise.resolve(null) : new Promise(() => undefined));
    expect(await line.type(Buffer.from('quick'))).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(closed).toBe(0);
    await expect(line.type(Buffer.from('slow'))).rejects.toThrow(LineClosedError);
    await waitFor(() => closed === 1);
  });

  it('hears nothing any more once it is closed', async () => {
    const { line } = aLine(await aClient());
    line.listen();
    await waitFor(() => terminals.listeners.has('s'));
    line.close();
    await waitFor(() => !terminals.listeners.has('s'));
  });
});

describe('a server of lines', () => {
  const sent = async (bytes: Uint8Array) => {
    const socket = connect(server.path);
    const answer: Buffer[] = [];
    socket.on('data', (data: Buffer) => answer.push(data));
    socket.on('error', () => undefined);
    socket.write(bytes);
    await new Promise((resolve) => socket.on('close', resolve));
    return Buffer.concat(answer).toString();
  };

  it('is for this user alone', () => {
    expect(statSync(server.path).mode & 0o777).toBe(0o600);
    expect(statSync(join(directory.path, 'run')).mode & 0o777).toBe(0o700);
  });

  it('refuses who has not the key, and tells nobody what was said', async () => {
    await expect(LineClient.connect(server.path, 'another key', () => undefined)).rejects.toThrow(LineClosedError);
    expect(reasons).toEqual(['a wrong key was said']);
  });

  it.each([
    ['a line before the key', controlMessage({ say: 'open', line: 1, sessionId: 's' })],
    ['input before the key', Buffer.from([0, 0, 0, 4, 0, 0, 0, 1, 3, 0, 1, 97])],
    ['no JSON', Buffer.from([0, 0, 0, 2, 0, 0, 0, 0, 123, 123])],
    ['a length that nobody needs', Buffer.from([255, 255, 255, 255, 0, 0, 0, 0])],
    ['input on no line', Buffer.concat([controlMessage({ say: 'hello', key: KEY }), Buffer.from([0, 0, 0, 4, 0, 0, 0, 1, 3, 0, 1, 97])])],
    ['a frame of another kind', Buffer.concat([controlMessage({ say: 'hello', key: KEY }), controlMessage({ say: 'open', line: 1, sessionId: 's' }), Buffer.from([0, 0, 0, 3, 0, 0, 0, 1, 4, 0, 1])])],
  ])('ends a connection with %s, and serves the others', async (_, bytes) => {
    const { line } = aLine(await aClient());
    await sent(bytes);
    expect(reasons).toHaveLength(1);
    expect(terminals.typed).toEqual([]);
    expect(await line.type(Buffer.from('a'))).toBeNull();
  });

  it('takes over the socket of one that was killed', async () => {
    const path = join(directory.path, 'run', 'line.sock');
    const next = await LineServer.listen(path, KEY, terminals, () => undefined);
    const client = await LineClient.connect(path, KEY, () => undefined);
    client.close();
    next.close();
  });
});
