import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { waitFor } from '@agents-fleet/testing';
import { decodeFrames, type Frame } from '@agents-fleet/wire';
import { startFleetUnderTest, type FleetUnderTest } from './fleet-under-test.js';
import { Visitor } from './visitor.js';

/** About 23 MB, far more than there may be between two states. Each line says which one it is. */
const LINES = 240_000;
const PRINT = `bash -c 'for i in $(seq 1 ${LINES / 1000}); do seq -f "line %.0f ${'.'.repeat(80)}" $((i*1000-999)) $((i*1000)); done'`;

let test: FleetUnderTest;
let visitor: Visitor;
beforeAll(async () => { test = await startFleetUnderTest(); }, 400_000);
afterAll(async () => { await test.close(); }, 60_000);
beforeEach(async () => { visitor = await Visitor.signedIn(test.browser, test.fleet); });
afterEach(async () => {
  expect(visitor.errors).toEqual([]);
  await visitor.leave();
});

/** Every chunk of a session, as its output frames bring them. */
async function chunksOf(sessionId: string, last: number): Promise<Map<number, string>> {
  const chunks = new Map<number, string>();
  const decoder = new TextDecoder();
  for (let from = 1; from <= last; ) {
    const frames: Frame[] = decodeFrames(await test.fleet.download(sessionId, `terminal.frames?chunk=${last}&from=${from}`));
    for (const frame of frames) {
      if (frame.kind !== 'output' && frame.kind !== 'resize') throw new Error(`asked from a chunk on, a ${frame.kind} frame came`);
      chunks.set(frame.n, frame.kind === 'output' ? decoder.decode(frame.bytes, { stream: true }) : '');
      from = frame.n + 1;
    }
    if (frames.length === 0) throw new Error(`no frames from chunk ${from} on`);
  }
  return chunks;
}

/** Waits until the last third can be begun with: states of a terminal are made after its bytes are stored. */
async function hasStates(sessionId: string, last: number): Promise<void> {
  const isThere = async () => {
    const [first] = decodeFrames(await test.fleet.download(sessionId, `terminal.frames?chunk=${last}`));
    return first?.kind === 'snapshot' && first.n > (last * 2) / 3;
  };
  await waitFor(isThere, { timeoutMs: 90_000, what: 'a state of the terminal near its end' });
}

/** The newest lines after a chunk, as they must be at the bottom of the screen. */
function newestLines(chunks: Map<number, string>, chunk: number): string[] {
  let text = '';
  for (let n = chunk; n > 0 && text.split('\r\n').length < 60; n -= 1) text = (chunks.get(n) ?? '') + text;
  return text.split('\r\n').slice(-20).map((line) => line.trimEnd()).filter((line) => line !== '');
}

describe('seeking in a long replay', () => {
  it('shows the screen of the chunk wherever it is led, loading only what it needs', async () => {
    const { id } = await test.fleet.startSession({ kind: 'pty', repoPath: test.notes, command: PRINT, name: 'Long' });
    const last = (await test.fleet.ended(id)).lastChunk;
    await hasStates(id, last);
    const chunks = await chunksOf(id, last);
    let loaded = 0;
    visitor.page.on('response', (response) => {
      if (!response.url().includes('terminal.frames')) return;
      void response.body().then((body) => { loaded += body.length; }, () => undefined);
    });
    await visitor.open(`/sessions/${id}/replay`);
    await visitor.seesInTerminal(new RegExp(`^line ${LINES} `));
    expect(loaded).toBeLessThan(12 * 1024 * 1024);
    const places = [0.5, 0.93, 0.07, 0.071, 0.5, 0.999, 0.31].map((share) => Math.max(2, Math.floor(last * share)));
    for (const chunk of places) {
      await visitor.page.goto(`${test.fleet.url}/sessions/${id}/replay?chunk=${chunk}`);
      await visitor.page.getByText(`chunk ${chunk.toLocaleString('en-US')} of`).waitFor();
      const expected = newestLines(chunks, chunk).slice(-5);
      await waitFor(async () => (await visitor.terminalLines()).filter((line) => line !== '').slice(-5).join('\n') === expected.join('\n'), {
        timeoutMs: 20_000,
        what: `the screen after chunk ${chunk}: ${expected.join(' / ')}`,
      });
    }
  }, 180_000);
});
