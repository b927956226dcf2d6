import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RESTORE_PIECE_BYTES } from '@agents-fleet/contracts';
import { createLogger } from '@agents-fleet/platform';
import { waitFor } from '@agents-fleet/testing';
import { FileRestores } from './file-restores.js';
import { DONE, refusal, RestoresUnderTest } from '../under-test/restores-under-test.js';

let test: RestoresUnderTest;
beforeEach(async () => {
  test = await RestoresUnderTest.open();
});
afterEach(() => test.close());

describe('a file that comes in pieces', () => {
  it('puts a large file together from its pieces, and nobody sees half of it', async () => {
    const content = Buffer.alloc(RESTORE_PIECE_BYTES * 2 + 100, 'piece by piece ');
    writeFileSync(test.at('big'), 'before');
    for (const piece of [0, 1, 2]) {
      expect(test.textAt('big')).toBe('before');
      expect(await test.write('big', content, { piece })).toEqual(DONE);
    }
    expect(readFileSync(test.at('big')).equals(content)).toBe(true);
    expect(readdirSync(test.repo)).toEqual(['big']);
  });

  it('takes pieces in their order only, one file of a session at a time', async () => {
    const content = Buffer.alloc(RESTORE_PIECE_BYTES * 3, 7);
    expect(await test.write('big', content, { piece: 1 })).toEqual(refusal('invalid_input', 'sent anew'));
    expect(await test.write('big', content)).toEqual(DONE);
    expect(await test.write('other', 'x')).toEqual(refusal('unavailable', 'another file'));
    expect(await test.write('big', content, { piece: 2 })).toEqual(refusal('invalid_input', 'sent anew'));
    expect(await test.write('big', content, { piece: 1, mode: '100755' })).toEqual(refusal('invalid_input', 'sent anew'));
    // Another session's file is no concern of it.
    expect(await test.write('other', 'x', { sessionId: '01JZ0000000000000000000002' })).toEqual(DONE);
    // Sent anew from its beginning.
    for (const piece of [0, 1, 2]) expect(await test.write('big', content, { piece })).toEqual(DONE);
    expect(readdirSync(test.repo).sort()).toEqual(['big', 'other']);
    expect(readFileSync(test.at('big')).equals(content)).toBe(true);
  });

  it('gives up a file whose rest does not come, and leaves nothing behind', async () => {
    const hasty = new FileRestores([test.repo], createLogger('spec', 'silent'), 50);
    expect(await hasty.restore(test.commandOf('big', Buffer.alloc(RESTORE_PIECE_BYTES + 1)))).toEqual(DONE);
    await waitFor(() => readdirSync(test.repo).length === 0, { what: 'the piece to be removed' });
    expect(await hasty.restore(test.commandOf('other', 'x'))).toEqual(DONE);
    await hasty.close();
  });

  it('leaves nothing behind when the runner stops in between', async () => {
    expect(await test.write('big', Buffer.alloc(RESTORE_PIECE_BYTES + 1))).toEqual(DONE);
    await test.restores.close();
    expect(readdirSync(test.repo)).toEqual([]);
  });

  it('keeps the order of commands that come at once', async () => {
    const replies = await Promise.all([test.write('x', 'first'), test.remove('x'), test.write('x', 'last')]);
    expect(replies).toEqual([DONE, DONE, DONE]);
    expect(test.textAt('x')).toBe('last');
  });
});
