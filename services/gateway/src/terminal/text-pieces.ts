import { type TerminalChunk } from './terminal-chunk.js';
import { type TextPiece } from './text-maker.js';

/** What chunks say, in pieces of their own memory, so that they can move to a thread: output that follows output is one piece. Pure. */
export function textPiecesOf(chunks: readonly TerminalChunk[]): TextPiece[] {
  const pieces: TextPiece[] = [];
  let output: Uint8Array[] = [];
  const endOutput = () => {
    if (output.length > 0) pieces.push(joined(output));
    output = [];
  };
  for (const chunk of chunks) {
    if (chunk.kind === 'output') {
      output.push(chunk.bytes);
      continue;
    }
    endOutput();
    pieces.push({ cols: chunk.cols, rows: chunk.rows });
  }
  endOutput();
  return pieces;
}

/** Not `Buffer.concat`, which may share its memory with others. */
function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
