import { describe, expect, it } from '@jest/globals';
import { CodeWriter, SAFE_CUT_BYTES } from './code-writer.js';

describe('a writer of codes', () => {
  it('writes UTF-8', () => {
    const writer = new CodeWriter();
    writer.codes('\x1b[1m');
    for (const character of 'aé日🙂') writer.character(character.codePointAt(0)!);
    writer.text('e\u0301');
    expect(Buffer.from(writer.bytes).toString()).toBe('\x1b[1maé日🙂e\u0301');
    expect(writer.length).toBe(writer.bytes.length);
  });

  it('lets no character lie across a cut', () => {
    const writer = new CodeWriter();
    for (let index = 0; index < SAFE_CUT_BYTES; index += 1) writer.character('—'.charCodeAt(0));
    const { bytes } = writer;
    expect(Buffer.from(bytes).toString().replaceAll('\0', '')).toBe('—'.repeat(SAFE_CUT_BYTES));
    for (let cut = SAFE_CUT_BYTES; cut < bytes.length; cut += SAFE_CUT_BYTES) expect(bytes[cut]! & 0xc0).not.toBe(0x80);
  });
});
