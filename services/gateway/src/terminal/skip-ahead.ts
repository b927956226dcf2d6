import { type Logger } from '@agents-fleet/platform';
import { screenFirst } from '@agents-fleet/wire';
import { isWorthASkip, LARGEST_STATE_BYTES, type SkipMoment } from './skip-choice.js';
import { type KeptState, type StoredPosition, type StoredStates } from './stored-terminal.js';

/** Output that a viewer gets before it is looked again whether a state has been made meanwhile: the distance of states. */
const LOOK_EVERY_BYTES = 1024 * 1024;

/** A state to go on from, and how far the record went when it was found. */
export interface Skip {
  readonly kept: KeptState;
  /** About the screen of `kept` alone; `null` for a viewer that isn't to have it, and where it isn't worth a message. */
  readonly screen: Uint8Array | null;
  readonly position: StoredPosition;
}

/** Finds, for one viewer that need not see every byte, the state of its terminal that brings it furthest. */
export class SkipAhead {
  #moment: SkipMoment;
  #sinceLook = 0;

  /**
   * @param after number of the last chunk that the viewer has painted
   * @param screenFirst whether a viewer that has painted nothing is sent the screen of its state before the state
   */
  constructor(
    private readonly sessionId: string,
    after: number,
    private readonly stored: StoredStates,
    private readonly logger: Logger,
    private readonly screenFirst = false,
  ) {
    this.#moment = after === 0 ? 'empty' : 'returning';
  }

  /** Whether nobody has looked yet: then it is looked before anything is sent. */
  get atStart(): boolean {
    return this.#moment !== 'behind';
  }

  /** Whether it is time to look before more is sent. */
  get isDue(): boolean {
    return this.atStart || this.#sinceLook >= LOOK_EVERY_BYTES;
  }

  /** The viewer was sent so many bytes of output. */
  sent(bytes: number): void {
    this.#sinceLook += bytes;
  }

  /**
   * @param painted number of the last chunk that the viewer was sent
   * @returns `null` when the chunks themselves are as good
   */
  async look(painted: number): Promise<Skip | null> {
    const moment = this.#moment;
    this.#moment = 'behind';
    this.#sinceLook = 0;
    try {
      return await this.#find(moment, painted);
    } catch (error) {
      // States are a cache. If the record can't be read either, reading that tells the person.
      this.logger.warn({ error, sessionId: this.sessionId }, 'a kept state of a terminal could not be read');
      return null;
    }
  }

  async #find(moment: SkipMoment, painted: number): Promise<Skip | null> {
    const position = await this.stored.position(this.sessionId);
    const from = await this.#bytesUpTo(painted, position);
    // The state itself is asked for last: it is what costs.
    if (from === null || !isWorthASkip(moment, position.bytes - from, position.bytes - from)) return null;
    const kept = await this.stored.stateBefore(this.sessionId, position.lastChunk);
    if (kept === null || kept.chunk <= painted || kept.state.bytes.length > LARGEST_STATE_BYTES[moment]) return null;
    const to = await this.#bytesUpTo(kept.chunk, position);
    if (to === null || !isWorthASkip(moment, position.bytes - from, to - from - kept.state.bytes.length)) return null;
    return { kept, position, screen: this.screenFirst && moment === 'empty' ? screenFirst(kept.state) : null };
  }

  /** Output bytes up to and with a chunk; `null` when the record is not that far. */
  async #bytesUpTo(chunk: number, { lastChunk, bytes }: StoredPosition): Promise<number | null> {
    if (chunk === 0) return 0;
    if (chunk === lastChunk) return bytes;
    return chunk > lastChunk ? null : this.stored.bytesBefore(this.sessionId, chunk + 1);
  }
}
