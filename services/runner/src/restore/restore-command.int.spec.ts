import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RESTORE_PIECE_BYTES } from '@agents-fleet/contracts';
import { ulid } from 'ulid';
import { FleetOfOne } from '../under-test/fleet-of-one.js';

describe('the command restore_file', () => {
  let fleet: FleetOfOne;
  beforeAll(async () => {
    fleet = await FleetOfOne.start();
  });
  afterAll(() => fleet.stop());

  const send = (path: string, content: Buffer, piece: number, changes: object = {}) =>
    fleet.command('restore_file', {
      sessionId: ulid(),
      repoPath: fleet.repoPath,
      path,
      mode: '100644',
      piece,
      pieces: Math.ceil(content.length / RESTORE_PIECE_BYTES),
      sha256: createHash('sha256').update(content).digest('hex'),
      dataBase64: content.subarray(piece * RESTORE_PIECE_BYTES, (piece + 1) * RESTORE_PIECE_BYTES).toString('base64'),
      ...changes,
    });

  it('takes the largest piece that there is, of a session that this runner never had', async () => {
    const content = Buffer.alloc(RESTORE_PIECE_BYTES + 1, 'a large file; ');
    const sessionId = ulid();
    for (const piece of [0, 1]) expect(await send('large', content, piece, { sessionId })).toEqual({ ok: true, data: {} });
    expect(readFileSync(join(fleet.repoPath, 'large')).equals(content)).toBe(true);
  });

  it('says what is wrong with a command', async () => {
    const content = Buffer.from('x');
    expect(await send('x', content, 0, { mode: '100666' })).toMatchObject({ ok: false, error: { code: 'invalid_input', field: 'mode' } });
    expect(await send('../x', content, 0)).toMatchObject({ ok: false, error: { code: 'invalid_input', field: 'path' } });
    expect(await send('x', content, 0, { repoPath: '/' })).toMatchObject({ ok: false, error: { code: 'repo_not_allowed', field: 'repoPath' } });
    expect(existsSync(join(fleet.repoPath, 'x'))).toBe(false);
  });
});
