import { z } from 'zod';
import { type FleetCommands } from '../fleet/fleet-commands.js';
import { type RunnerLines } from '../line/runner-lines.js';

/** Input that no runner has taken yet. More than a person types; a larger paste waits in the browser. */
const MAX_PENDING_BYTES = 4 * 1024 * 1024;
/** The broker takes messages up to 1 MiB; smaller ones keep a paste from holding up other sessions. */
const PIECE_BYTES = 64 * 1024;
/** Whatever a runner says beside "yes" means nothing here. */
const ANYTHING = z.unknown();

/** A way to a session: by a line, or by the broker. */
type Way = (piece: Uint8Array) => Promise<string | null>;

/** The way that input of one session is on, and how many pieces are. */
interface OnTheWay {
  readonly way: Way;
  pieces: number;
}

/**
 * Input on its way from sockets to runners. Each piece is sent at once: a line and the broker keep the order of one
 * connection, so waiting for the reply to the one before would only add its way there and back to every keystroke. While
 * something is on one of the two ways, the next piece takes the same: it would overtake it on the other.
 */
export class InputLane {
  readonly #onTheWay = new Map<string, OnTheWay>();
  #pendingBytes = 0;

  constructor(
    private readonly commands: FleetCommands,
    private readonly lines: Pick<RunnerLines, 'lineTo'>,
  ) {}

  /** @param refused called with words for the person when the input, or a piece of it, did not get there */
  type(runnerId: string, sessionId: string, bytes: Uint8Array, refused: (message: string) => void): void {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      void this.#sendPiece(runnerId, sessionId, bytes.subarray(at, at + PIECE_BYTES), refused);
    }
  }

  async #sendPiece(runnerId: string, sessionId: string, piece: Uint8Array, refused: (message: string) => void): Promise<void> {
    if (this.#pendingBytes + piece.length > MAX_PENDING_BYTES) {
      refused('The session does not take input as fast as it comes: some of it was dropped.');
      return;
    }
    this.#pendingBytes += piece.length;
    const onTheWay = this.#onTheWay.get(sessionId) ?? { way: this.#wayTo(runnerId, sessionId), pieces: 0 };
    this.#onTheWay.set(sessionId, onTheWay);
    onTheWay.pieces += 1;
    try {
      const refusal = await onTheWay.way(piece);
      if (refusal !== null) refused(refusal);
    } catch {
      // A reply that breaks the contract or a connection that closed: either way nobody knows whether it was typed.
      refused('The input may not have arrived.');
    } finally {
      this.#pendingBytes -= piece.length;
      onTheWay.pieces -= 1;
      if (onTheWay.pieces === 0) this.#onTheWay.delete(sessionId);
    }
  }

  #wayTo(runnerId: string, sessionId: string): Way {
    const line = this.lines.lineTo(runnerId, sessionId);
    if (line !== null) return (piece) => line.type(piece);
    return async (piece) => {
      const reply = await this.commands.type(runnerId, sessionId, piece, ANYTHING);
      return reply.ok ? null : reply.error.message;
    };
  }
}
