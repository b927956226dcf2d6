import { z } from 'zod';
import { type FleetCommands } from '../fleet/fleet-commands.js';

/** Input that no runner has taken yet. More than a person types; a larger paste waits in the browser. */
const MAX_PENDING_BYTES = 4 * 1024 * 1024;
/** The broker takes messages up to 1 MiB; smaller ones keep a paste from holding up other sessions. */
const PIECE_BYTES = 64 * 1024;
/** Whatever a runner says beside "yes" means nothing here. */
const ANYTHING = z.unknown();

/**
 * Input on its way from one socket to runners. Each piece is sent at once: the broker keeps the order of one
 * connection, so waiting for the reply to the one before would only add its way there and back to every keystroke.
 */
export class InputLane {
  #pendingBytes = 0;

  constructor(private readonly commands: FleetCommands) {}

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
    try {
      const reply = await this.commands.type(runnerId, sessionId, piece, ANYTHING);
      if (!reply.ok) refused(reply.error.message);
    } catch {
      // A reply that breaks the contract or a connection that closed: either way nobody knows whether it was typed.
      refused('The input may not have arrived.');
    } finally {
      this.#pendingBytes -= piece.length;
    }
  }
}
