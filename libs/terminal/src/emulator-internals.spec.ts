import { describe, expect, it } from '@jest/globals';
import { internalsOf } from './emulator-internals.js';
import { RecordTerminal } from './record-terminal.js';

/** A terminal in which every field that we look at has a value of its own. */
async function busyTerminal() {
  const record = await RecordTerminal.open(20, 4);
  record.write(Buffer.from('one\r\ntwo\r\n\x1b[2;3r\x1b[3;5H\x1b[1;31;44m\x1b(0\x1b7\x1b)A\x0e\x1b[4:3me\u0301\x1b[2 q\x1b[?1002;1006;1;2004h\x1b[4h\x1b[?25l日'));
  return internalsOf(record.terminal);
}

describe('what the emulator keeps behind its interface', () => {
  it('has the buffers with cursor, scroll region, saved cursor and tab stops', async () => {
    const { buffers } = await busyTerminal();
    const { normal, alt, active } = buffers;
    expect(active).toBe(normal);
    expect(alt.lines.length).toBe(0);
    expect(normal).toMatchObject({ ybase: 0, x: 7, y: 2, scrollTop: 1, scrollBottom: 2, savedX: 4, savedY: 2, tabs: { 0: true, 8: true, 16: true } });
    expect(normal.savedCurAttrData).toMatchObject({ fg: 0x900_0001, bg: 0x100_0004 });
    expect(normal.savedCharset).toMatchObject({ q: '─' });
  });

  it('has rows of three words a cell, with what does not fit beside them', async () => {
    const row = (await busyTerminal()).buffers.normal.lines.get(2);
    expect(row).toMatchObject({ isWrapped: false, length: 20 });
    expect(Array.from(row!._data.subarray(12, 15))).toEqual([0x60_0000, 0x1900_0001, 0x1100_0004]);
    expect(row!._combined[4]).toBe('e\u0301');
    expect(row!._extendedAttrs[4]).toMatchObject({ _ext: 3 << 26, urlId: 0 });
    expect(row!._data[15]).toBe((2 << 22) | '日'.charCodeAt(0));
    expect(row!.translateToString(true, 4, 7)).toBe('e\u0301日');
  });

  it('has the modes, the character sets and the attributes in use', async () => {
    const { coreService, coreMouseService, _charsetService, _inputHandler } = await busyTerminal();
    expect(coreService).toMatchObject({ isCursorHidden: true, modes: { insertMode: true } });
    expect(Object.keys(coreService.decPrivateModes).sort()).toEqual([
      'applicationCursorKeys', 'applicationKeypad', 'bracketedPasteMode', 'cursorBlink', 'cursorStyle', 'origin', 'reverseWraparound', 'sendFocus',
      'synchronizedOutput', 'wraparound',
    ]);
    expect(coreService.decPrivateModes).toMatchObject({ applicationCursorKeys: true, bracketedPasteMode: true, cursorBlink: false, cursorStyle: 'block' });
    expect([coreMouseService.activeProtocol, coreMouseService.activeEncoding]).toEqual(['DRAG', 'SGR']);
    expect(_charsetService.glevel).toBe(1);
    expect(_charsetService.charset).toBe(_charsetService._charsets[1]);
    expect(_charsetService._charsets[0]).toMatchObject({ q: '─' });
    expect(_inputHandler._curAttrData).toMatchObject({ fg: 0x1900_0001, bg: 0x1100_0004, extended: { _ext: 3 << 26, urlId: 0 } });
  });

  it('has the parser with its state, the bytes of an unfinished character, and what a combining character would join', async () => {
    const record = await RecordTerminal.open(20, 4);
    const { _inputHandler } = record.internals;
    const { _parser, _utf8Decoder } = _inputHandler;
    expect(_parser).toMatchObject({ currentState: 0, precedingJoinState: 0 });
    record.write(Buffer.from('a'));
    expect(_parser.precedingJoinState).not.toBe(0);
    expect(record.isBetweenCodes).toBe(true);
    record.write(Buffer.from([0xe2, 0x82]));
    expect(record.isBetweenCodes).toBe(false);
    record.write(Buffer.from([0xac]));
    expect(record.isBetweenCodes).toBe(true);
    _inputHandler.parse(Buffer.from([0xe2, 0x82]));
    expect(Array.from(_utf8Decoder.interim)).toEqual([0xe2, 0x82, 0]);
    _inputHandler.parse(Buffer.from([0xac]));
    record.write(Buffer.from([0x1b]));
    expect(_parser.currentState).not.toBe(0);
    expect(record.isBetweenCodes).toBe(false);
  });

  it('tells how many rows it has forgotten', async () => {
    const record = await RecordTerminal.open(20, 4);
    let forgotten = 0;
    record.internals.buffers.normal.lines.onTrim((rows) => { forgotten += rows; });
    record.write(Buffer.from('\n'.repeat(10_010)));
    expect(forgotten).toBe(10_010 - 3 - 10_000);
  });
});
