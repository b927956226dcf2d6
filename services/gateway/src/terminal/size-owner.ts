/** A terminal's size in cells. */
export interface TerminalSize {
  readonly cols: number;
  readonly rows: number;
}

/**
 * Decides whose size a shared terminal has: the first viewer's, until another one claims it. What the others ask for
 * is remembered and holds once they own it.
 */
export class SizeOwner<Viewer> {
  /** In the order of their arrival; the owner is found by itself, so that a claim doesn't change the order. */
  readonly #wanted = new Map<Viewer, TerminalSize | null>();
  #owner: Viewer | null = null;

  get owner(): Viewer | null {
    return this.#owner;
  }

  join(viewer: Viewer): void {
    this.#wanted.set(viewer, null);
    this.#owner ??= viewer;
  }

  /** @returns the size to apply now, if the one who left owned it and the next one had asked for one */
  leave(viewer: Viewer): TerminalSize | null {
    this.#wanted.delete(viewer);
    if (this.#owner !== viewer) return null;
    const [next] = this.#wanted.keys();
    this.#owner = next ?? null;
    return next === undefined ? null : (this.#wanted.get(next) ?? null);
  }

  /** @returns the size to apply now, if the viewer had asked for one and didn't own it */
  claim(viewer: Viewer): TerminalSize | null {
    if (this.#owner === viewer || !this.#wanted.has(viewer)) return null;
    this.#owner = viewer;
    return this.#wanted.get(viewer) ?? null;
  }

  /** @returns the size to apply now, if the viewer owns it */
  resize(viewer: Viewer, size: TerminalSize): TerminalSize | null {
    this.#wanted.set(viewer, size);
    return this.#owner === viewer ? size : null;
  }
}
