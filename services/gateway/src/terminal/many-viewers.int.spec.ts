import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HashingViewer } from '../spec-support/hashing-viewer.js';
import { PlayedGateway } from '../spec-support/played-gateway.js';

const VIEWERS = 20;
const ROUNDS = 12;
const CHUNKS_A_ROUND = 50;
const CHUNK_BYTES = 48_000;

describe('many who watch one session', () => {
  let gateway: PlayedGateway;

  beforeAll(async () => { gateway = await PlayedGateway.open(); });
  afterAll(() => gateway.close());

  it('all get every byte of a flood while one more does not read its socket; it gets them when it reads again', async () => {
    const session = await gateway.session();
    await session.print(1, 0);
    await session.project();
    const watching = await Promise.all(Array.from({ length: VIEWERS }, () => HashingViewer.open(gateway.test, session.id)));
    const stopped = await HashingViewer.open(gateway.test, session.id);
    await stopped.until(1);
    stopped.socket.pause();

    for (let round = 0; round < ROUNDS; round += 1) {
      await session.print(CHUNKS_A_ROUND, CHUNK_BYTES);
      await session.project(session.lastChunk - CHUNKS_A_ROUND / 2);
    }
    await Promise.all(watching.map((viewer) => viewer.until(session.lastChunk)));
    expect(stopped.last).toBe(1);

    stopped.socket.resume();
    await stopped.until(session.lastChunk);
    const all = [...watching, stopped];
    const expected = createHash('sha256').update(session.bytes).digest('hex');
    expect(all.map(({ disorder }) => disorder)).toEqual(all.map(() => null));
    expect(new Set(all.map((viewer) => viewer.digest()))).toEqual(new Set([expected]));
    await Promise.all(all.map((viewer) => viewer.close()));
  }, 120_000);
});
