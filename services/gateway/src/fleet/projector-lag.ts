/** How far the read models are behind the log, at one moment. */
export interface ProjectionState {
  /** Newest place in the log. */
  readonly logEnd: number;
  /** Newest place that the read models have; `null` while there are none. */
  readonly position: number | null;
}

/** A projector that brings nothing for so long, while there is something to bring, is taken for away. */
export const LATE_AFTER_MS = 5_000;

/** Judges from moments in turn whether the projector is away, and since when the figures stand still. Pure but for time. */
export class ProjectorLag {
  #position: number | null = null;
  #progressAt: number;

  constructor(private readonly now: () => number = Date.now) {
    this.#progressAt = now();
  }

  /** @returns since when the read models stand still though there is more; `null` when all is well */
  judge({ logEnd, position }: ProjectionState): Date | null {
    const upToDate = position !== null && position >= logEnd;
    if (upToDate || position !== this.#position) this.#progressAt = this.now();
    this.#position = position;
    return this.now() - this.#progressAt < LATE_AFTER_MS ? null : new Date(this.#progressAt);
  }
}
