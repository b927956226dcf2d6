import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { searchPageSchema, timelineSchema } from '@agents-fleet/contracts';
import { decodeFrames } from '@agents-fleet/wire';
import { ulid } from 'ulid';
import { PlayedGateway } from '../spec-support/played-gateway.js';
import { type PlayedSession } from '../spec-support/played-session.js';

const CHUNK_BYTES = 48_000;

describe('the history of a terminal', () => {
  let gateway: PlayedGateway;
  let session: PlayedSession;

  /** 120 chunks, about 5.7 MB, with states after the 30th and the 60th. */
  beforeAll(async () => {
    gateway = await PlayedGateway.open();
    session = await played();
  });
  afterAll(() => gateway.close());

  async function played(): Promise<PlayedSession> {
    const made = await gateway.session({ name: 'Long build' });
    await made.print(120, CHUNK_BYTES);
    await made.project();
    made.keepPage(30, Buffer.from('state 30'), [{ chunk: 12, at: 12, text: 'error: the first of them' }]);
    made.keepPage(60, Buffer.from('state 60'), [{ chunk: 40, at: 40, text: 'no mistakes here' }, { chunk: 55, at: 55, text: 'ERROR: another' }]);
    return made;
  }

  /** The frames of an answer in words, `snapshot 30, 31-40`, and its headers. */
  async function frames(id: string, query: string) {
    const response = await gateway.test.request('GET', `/api/sessions/${id}/terminal.frames?${query}`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/octet-stream']);
    const body = Buffer.from(await response.arrayBuffer());
    const all = decodeFrames(body).flatMap((frame) => ('n' in frame ? [frame] : []));
    const [first, second] = all;
    const begin = first?.kind === 'snapshot' ? second : first;
    const words = [
      ...(first?.kind === 'snapshot' ? [`snapshot ${first.n}`] : []),
      ...(begin === undefined ? [] : [`${begin.n}-${all.at(-1)?.n}`]),
    ];
    expect(all.every((frame, index) => index === 0 || frame.n === (all[index - 1]?.n ?? 0) + 1)).toBe(true);
    expect(all.every(({ channel }) => channel === 0)).toBe(true);
    return { words, last: all.at(-1)?.n ?? null, bytes: body.length, headers: response.headers, all };
  }

  it('has a timeline', async () => {
    const response = await gateway.test.request('GET', `/api/sessions/${session.id}/timeline`);
    const timeline = timelineSchema.parse(await response.json());
    expect(timeline).toMatchObject({ lastChunk: 120, bytes: 119 * CHUNK_BYTES });
    expect([timeline.chunks[0], timeline.chunks.at(-1), timeline.times[0]]).toEqual([1, 120, 0]);
  });

  it('brings a new terminal to a chunk: by the newest state before it, and from the first chunk where there is none', async () => {
    expect((await frames(session.id, 'chunk=30')).words[0]).toBe('snapshot 30');
    const { words, last, headers } = await frames(session.id, 'chunk=62');
    expect(words[0]).toBe('snapshot 60');
    expect(last).toBeGreaterThanOrEqual(62);
    expect(headers.get('fleet-last-chunk')).toBe('120');
    expect((await frames(session.id, 'chunk=29')).words[0]).toMatch(/^1-/);
  });

  it('begins with the screen alone where it is asked to, and that is there', async () => {
    const long = await played();
    const state = Buffer.from(Array.from({ length: 3_000 }, (_, line) => `row ${line} ${'x'.repeat(80)}`).join('\r\n'));
    long.keepPage(90, state);
    const of = async (query: string) => {
      const { headers, words, all, bytes } = await frames(long.id, query);
      return { words: words.join(), later: headers.get('fleet-scrollback'), first: all[0], bytes };
    };
    const { first, ...screen } = await of('chunk=90&scrollback=later');
    expect(screen).toMatchObject({ words: 'snapshot 90', later: 'later' });
    expect(screen.bytes).toBeLessThan(8_000);
    // Whatever it leaves out is above the screen.
    expect(first).toMatchObject({ kind: 'snapshot', cols: 120, rows: 32 });
    if (first?.kind === 'snapshot') expect(state.toString().endsWith(`\n${Buffer.from(first.bytes).toString()}`)).toBe(true);
    expect(await of('chunk=90')).toMatchObject({ words: expect.stringMatching(/^snapshot 90/), later: null });
    // In the middle between two states, with a small state, in front of all states, and for one that goes on.
    for (const query of ['chunk=91', 'chunk=60', 'chunk=29', 'chunk=90&from=61']) {
      const [asked, whole] = [await of(`${query}&scrollback=later`), await of(query)];
      expect([query, asked]).toEqual([query, whole]);
      expect(asked.later).toBeNull();
    }
  });

  it('gives about 2 MiB at a time, and the rest when it is asked on', async () => {
    const output: Uint8Array[] = [];
    const answers: number[] = [];
    for (let from = 1; from <= 120; ) {
      const answer = await frames(session.id, `chunk=120&from=${from}`);
      expect(answer.words[0]).toMatch(new RegExp(`^${from}-`));
      for (const frame of answer.all) if (frame.kind === 'output') output.push(frame.bytes);
      answers.push(answer.bytes);
      from = (answer.last ?? 120) + 1;
    }
    expect(Buffer.concat(output).equals(session.bytes)).toBe(true);
    expect(Math.max(...answers)).toBeLessThan(2.5 * 1024 * 1024);
    expect(answers.length).toBeLessThan(5);
  });

  it('goes no further than the page with the chunk that was asked for', async () => {
    const { last } = await frames(session.id, 'chunk=100&from=98');
    expect(last).toBeGreaterThanOrEqual(100);
    expect(last).toBeLessThan(110);
  });

  it('gives as much as there is of what is not recorded yet, and nothing behind the end', async () => {
    expect((await frames(session.id, 'chunk=5000&from=119')).words).toEqual(['119-120']);
    expect((await frames(session.id, 'chunk=5000')).words[0]).toBe('snapshot 60');
    expect((await frames(session.id, 'chunk=5000&from=121')).words).toEqual([]);
  });

  it('may be kept by a browser only where it can’t change', async () => {
    const over = await played();
    const cache = async (id: string, query: string) => (await frames(id, query)).headers.get('cache-control');
    expect(await cache(over.id, 'chunk=70&from=61')).toBe('no-store');
    await gateway.end(over);
    expect(await cache(over.id, 'chunk=70')).toBe('no-store');
    const { headers } = await frames(over.id, 'chunk=70&from=61');
    expect([headers.get('cache-control'), headers.get('vary')]).toEqual(['private, max-age=86400, immutable', 'Cookie, Authorization']);
  });

  it('is refused clearly', async () => {
    const status = async (path: string) => (await gateway.test.request('GET', path)).status;
    expect(await status(`/api/sessions/${session.id}/terminal.frames`)).toBe(422);
    expect(await status(`/api/sessions/${session.id}/terminal.frames?chunk=0`)).toBe(422);
    expect(await status(`/api/sessions/${session.id}/terminal.frames?chunk=1&from=x`)).toBe(422);
    expect(await status(`/api/sessions/${session.id}/terminal.frames?chunk=1&scrollback=never`)).toBe(422);
    expect(await status(`/api/sessions/${ulid()}/terminal.frames?chunk=1`)).toBe(404);
    expect(await status(`/api/sessions/${ulid()}/timeline`)).toBe(404);
    expect(await status('/api/search?q=ab')).toBe(422);
    expect(await status('/api/search')).toBe(422);
    expect(await status('/api/search?q=error&cursor=nonsense')).toBe(422);
  });

  it('can be searched, newest first, in pages', async () => {
    const find = async (query: string) => searchPageSchema.parse(await (await gateway.test.request('GET', `/api/search?${query}`)).json());
    const of = `q=error&sessionId=${session.id}`;
    const { items, nextCursor } = await find(of);
    expect(items.map(({ chunk, line, session: { name } }) => [chunk, line, name])).toEqual([
      [55, 'ERROR: another', 'Long build'],
      [12, 'error: the first of them', 'Long build'],
    ]);
    expect([items[0]?.ranges, items[0]?.before.at(-1), nextCursor]).toEqual([[[0, 5]], 'no mistakes here', null]);
    const page = await find(`${of}&limit=1`);
    expect([page.items.length, (await find(`${of}&limit=1&cursor=${page.nextCursor}`)).items[0]?.chunk]).toEqual([1, 12]);
    expect((await find('q=error&repo=/elsewhere')).items).toEqual([]);
  });

  it('is said to be gone when a retention setting has removed it', async () => {
    const removed = await played();
    await gateway.end(removed);
    await gateway.projector.giveUp(removed.id);
    for (const path of ['timeline', 'terminal.frames?chunk=1', 'terminal', 'terminal.cast', 'terminal.txt']) {
      const response = await gateway.test.request('GET', `/api/sessions/${removed.id}/${path}`);
      expect([path, response.status]).toEqual([path, 410]);
      expect(await response.json()).toMatchObject({ title: 'Gone', detail: expect.stringContaining('retention') });
    }
    expect(await (await gateway.test.request('GET', `/api/sessions/${removed.id}`)).json()).toMatchObject({ terminalKept: false });
  });
});
