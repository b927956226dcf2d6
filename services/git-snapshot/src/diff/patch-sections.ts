/** The part of a patch that is about one file (two parts when a file became a link: it is deleted and added). */
export interface PatchSection {
  offset: number;
  length: number;
  /** Bytes of its longest line. */
  longestLine: number;
}

/** No line of content begins like this: those begin with a space, `+`, `-` or `\`, and binary ones have no space. */
const BEGINNING = 'diff --git ';
const FIRST = BEGINNING.charCodeAt(0);
const NEWLINE = 10;

/** Finds where the parts of a patch begin while it is being written. */
export class PatchSections {
  readonly #found: PatchSection[] = [];
  /** Bytes before the present line. */
  #lineOffset = 0;
  #lineLength = 0;
  #beginning = '';

  /** Parts that have begun; the length of the last one grows. */
  get all(): readonly PatchSection[] {
    return this.#found;
  }

  push(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; ) {
      const newline = chunk.indexOf(NEWLINE, at);
      const end = newline === -1 ? chunk.length : newline + 1;
      this.#takeBeginning(chunk, at, end);
      this.#lineLength += end - at;
      if (newline !== -1) this.#endLine();
      at = end;
    }
  }

  /** The patch is at its end; a last line without a newline counts. */
  end(): void {
    if (this.#lineLength > 0) this.#endLine();
  }

  #takeBeginning(chunk: Buffer, from: number, to: number): void {
    const missing = BEGINNING.length - this.#beginning.length;
    if (this.#lineLength === 0 && chunk[from] !== FIRST) return;
    if (this.#lineLength > 0 && this.#beginning === '') return;
    if (missing > 0) this.#beginning += chunk.toString('latin1', from, Math.min(to, from + missing));
  }

  #endLine(): void {
    if (this.#beginning === BEGINNING) this.#found.push({ offset: this.#lineOffset, length: 0, longestLine: 0 });
    const section = this.#found.at(-1);
    if (section !== undefined) {
      section.length += this.#lineLength;
      section.longestLine = Math.max(section.longestLine, this.#lineLength);
    }
    this.#lineOffset += this.#lineLength;
    this.#lineLength = 0;
    this.#beginning = '';
  }
}
