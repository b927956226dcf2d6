import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type PtyChunkRow, type SessionRow } from '@agents-fleet/read-models';
import { TerminalScreen } from '@agents-fleet/terminal';
import { A_MOMENT, threadProgram } from '@agents-fleet/testing';
import { ulid } from 'ulid';
import { gatewayUnderTest, type GatewayUnderTest } from '../spec-support/gateway-under-test.js';
import { SpecProjector } from '../spec-support/played-session.js';
import { TEXT_THREAD } from '../spec-support/text-thread.js';
import { textInThread } from './text-thread.js';

type Piece = Uint8Array | string | { readonly cols: number; readonly rows: number };
type CastEvent = [seconds: number, code: string, data: string];

const START = Date.parse(A_MOMENT);
const STEP_MS = 250;

describe('a terminal’s record as files', () => {
  let test: GatewayUnderTest;
  let thread: Awaited<ReturnType<typeof threadProgram>>;
  let projector: SpecProjector;
  beforeAll(async () => {
    thread = await threadProgram(TEXT_THREAD);
    test = await gatewayUnderTest({}, textInThread(thread.file));
    projector = await SpecProjector.open(test.directory, test.broker);
  });
  afterAll(async () => {
    await projector.close();
    await test.stop();
    thread.remove();
  });

  /** Records pieces as chunks, a quarter of a second apart. Ends the session unless it is said to run. */
  async function recorded(pieces: readonly Piece[], changes: Partial<SessionRow> = {}): Promise<string> {
    const id = ulid();
    let offset = 0;
    const rows = pieces.map((piece, index): PtyChunkRow => {
      const resize = typeof piece === 'object' && 'cols' in piece;
      const data = resize ? Buffer.from(`${piece.cols}x${piece.rows}`) : Buffer.from(piece as string);
      const row = { sessionId: id, n: index + 1, kind: resize ? ('resize' as const) : ('output' as const), at: START + index * STEP_MS, offset, streamSeq: index + 1, data };
      if (!resize) offset += data.length;
      return row;
    });
    const endedAt = new Date(START + pieces.length * STEP_MS);
    await projector.saveChunks(id, rows);
    await projector.saveSession({ id, status: 'ended', exitCode: 0, endedAt: endedAt.toISOString(), ...changes });
    if (changes.status !== 'running') await projector.addMarker(id, 'ended', pieces.length, endedAt);
    return id;
  }

  const get = (id: string, file: string) => test.request('GET', `/api/sessions/${id}/${file}`);

  async function castOf(id: string): Promise<{ header: Record<string, unknown>; events: CastEvent[] }> {
    const response = await get(id, 'terminal.cast');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/x-asciicast']);
    const text = await response.text();
    expect(text.endsWith('\n')).toBe(true);
    const [header = '', ...events] = text.trimEnd().split('\n');
    return { header: JSON.parse(header) as Record<string, unknown>, events: events.map((line) => JSON.parse(line) as CastEvent) };
  }

  it('gives an asciicast with size, output, resizes, markers and the end', async () => {
    const id = await recorded([{ cols: 90, rows: 20 }, 'one\r\n', { cols: 100, rows: 30 }, 'two'], { name: 'Two lines' });
    await projector.addMarker(id, 'budget_warned', 2, new Date(START + 300));
    const { header, events } = await castOf(id);
    expect(header).toEqual({
      version: 3,
      term: { cols: 90, rows: 20, type: 'xterm-256color' },
      timestamp: Math.floor(START / 1000),
      title: 'Two lines',
      command: 'make all',
    });
    expect(events).toEqual([
      [0.25, 'o', 'one\r\n'],
      [0.05, 'm', 'budget_warned'],
      [0.2, 'r', '100x30'],
      [0.25, 'o', 'two'],
      [0.25, 'm', 'ended'],
      [0, 'x', '0'],
    ]);
  });

  it('tells the signal that ended it', async () => {
    const { events } = await castOf(await recorded(['x'], { exitCode: null, signal: 'SIGTERM' }));
    expect(events.at(-1)).toEqual([0, 'x', '143']);
  });

  it('gives a running session up to now, without an end', async () => {
    const id = await recorded([{ cols: 80, rows: 24 }, 'so far'], { status: 'running', endedAt: null, exitCode: null });
    expect((await castOf(id)).events).toEqual([[0.25, 'o', 'so far']]);
    expect(await (await get(id, 'terminal.txt')).text()).toBe('so far\n');
  });

  it('gives valid files of a session that printed nothing', async () => {
    const id = await recorded([], { cols: 77, rows: 11 });
    const { header, events } = await castOf(id);
    expect([header['term'], events]).toEqual([{ cols: 77, rows: 11, type: 'xterm-256color' }, [[0, 'm', 'ended'], [0, 'x', '0']]]);
    expect(await (await get(id, 'terminal.txt')).text()).toBe('');
  });

  it('gives a recording that ends on the screen of the record, wherever its characters were cut', async () => {
    const output = Buffer.from(Array.from({ length: 300 }, (_, index) => `\x1b[3${index % 8}m${index} größer 会话 🚀\x1b[0m${index % 7 === 0 ? '\x1b[2;5H' : '\r\n'}`).join(''));
    const pieces: Piece[] = [{ cols: 60, rows: 15 }];
    for (let from = 0; from < output.length; from += 37) {
      pieces.push(output.subarray(from, from + 37));
      if (from === 37 * 40) pieces.push({ cols: 44, rows: 18 });
    }
    const id = await recorded(pieces);
    const [ofRecord, ofCast] = [await TerminalScreen.open(60, 15), await TerminalScreen.open(60, 15)];
    for (const piece of pieces.slice(1)) {
      if (typeof piece === 'object' && 'cols' in piece) ofRecord.resize(piece.cols, piece.rows);
      else await ofRecord.write(Buffer.from(piece as Uint8Array));
    }
    for (const [, code, data] of (await castOf(id)).events) {
      const [cols = 0, rows = 0] = data.split('x').map(Number);
      if (code === 'r') ofCast.resize(cols, rows);
      if (code === 'o') await ofCast.write(Buffer.from(data));
    }
    expect(ofRecord.lines.join('')).toContain('299 größer 会话 🚀');
    expect(ofCast.lines).toEqual(ofRecord.lines);
  });

  it('gives as text what was seen, with the last screen of a full-screen program', async () => {
    const id = await recorded([{ cols: 40, rows: 5 }, '$ agent\r\n\x1b[?1049h\x1b[H\x1b[1mWor', 'king\x1b[0m\x1b[3;1H> done']);
    const response = await get(id, 'terminal.txt');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(await response.text()).toBe('$ agent\nWorking\n\n> done\n');
  });

  it('has every line of a long session in the text, and its every byte in the recording', async () => {
    const lines = Array.from({ length: 200_000 }, (_, index) => `line ${index} of a long session`);
    const output = Buffer.from(`${lines.join('\r\n')}\r\n`);
    const pieces = Array.from({ length: Math.ceil(output.length / 65_536) }, (_, index) => output.subarray(index * 65_536, (index + 1) * 65_536));
    const id = await recorded(pieces);
    expect(await (await get(id, 'terminal.txt')).text()).toBe(`${lines.join('\n')}\n`);
    const { events } = await castOf(id);
    expect(events.filter(([, code]) => code === 'o').map(([, , data]) => data).join('')).toBe(output.toString());
  }, 60_000);

  it('answers others while a large text is made, and goes on when its reader does', async () => {
    const lines = Array.from({ length: 200_000 }, (_, index) => `line ${index} ${'of more than lies in sockets between us'.repeat(2)}`);
    const output = Buffer.from(`${lines.join('\r\n')}\r\n`);
    const id = await recorded(Array.from({ length: Math.ceil(output.length / 65_536) }, (_, index) => output.subarray(index * 65_536, (index + 1) * 65_536)));
    const response = await get(id, 'terminal.txt');
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let { value: text = '', done } = await reader.read();
    const order = ['the first lines'];
    expect((await test.request('GET', `/api/sessions/${id}`)).status).toBe(200);
    order.push('another answer');
    while (!done) {
      const piece = await reader.read();
      text += piece.value ?? '';
      done = piece.done;
    }
    order.push('the last line');
    expect(order).toEqual(['the first lines', 'another answer', 'the last line']);
    // Not `toBe`, which would look for the difference of megabytes for minutes.
    expect(text === `${lines.join('\n')}\n`).toBe(true);
  }, 120_000);

  it('lets the next one in when a reader leaves in the middle of a text', async () => {
    const output = Buffer.from('and so on\r\n'.repeat(400_000));
    const id = await recorded(Array.from({ length: Math.ceil(output.length / 65_536) }, (_, index) => output.subarray(index * 65_536, (index + 1) * 65_536)));
    const response = await get(id, 'terminal.txt');
    const next = get(await recorded([{ cols: 40, rows: 5 }, 'next']), 'terminal.txt');
    await response.body!.cancel();
    expect(await (await next).text()).toBe('next\n');
  });

  it('names the files after the session, safely', async () => {
    const id = await recorded(['x'], { name: 'Fix "quotes" / slashes' });
    for (const [file, extension] of [['terminal', 'raw'], ['terminal.cast', 'cast'], ['terminal.txt', 'txt']] as const) {
      const response = await get(id, file);
      expect(response.headers.get('content-disposition')).toBe(`attachment; filename="Fix-quotes-slashes-${id}.${extension}"`);
      await response.arrayBuffer();
    }
  });

  it('answers 404 for a session that nobody knows', async () => {
    for (const file of ['terminal.cast', 'terminal.txt']) expect((await get(ulid(), file)).status).toBe(404);
  });
});
