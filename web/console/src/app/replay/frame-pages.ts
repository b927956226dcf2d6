import { type FramePage } from './frame-page.js';

/** As much of a record as a browser keeps, however long the record is. */
export const KEPT_BYTES = 32 * 1024 * 1024;

/** The pages of a record that were used last, within a number of bytes. */
export class FramePages {
  /** Oldest use first. */
  private pages: readonly FramePage[] = [];

  constructor(private readonly maxBytes: number = KEPT_BYTES) {}

  get all(): readonly FramePage[] {
    return this.pages;
  }

  /** Whether pages will soon have to go. */
  get isHalfFull(): boolean {
    return this.bytes > this.maxBytes / 2;
  }

  /** Takes a page in; those that have nothing beyond it go, then those that were not used for longest. */
  add(page: FramePage): void {
    this.pages = [...this.pages.filter((known) => !isPartOf(known, page)), page];
    while (this.bytes > this.maxBytes && this.pages.length > 1) this.pages = this.pages.slice(1);
  }

  /** The page with chunk `n`, if it is here: the one that goes on for longest. */
  holding(n: number): FramePage | undefined {
    return longest(this.pages.filter(({ first, last }) => first <= n && n <= last));
  }

  /** Last of the chunks that follow `n` without a hole; `n` itself when the next one isn't here. */
  reach(n: number): number {
    let last = n;
    for (let page = this.holding(n + 1); page !== undefined; page = this.holding(last + 1)) last = page.last;
    return last;
  }

  /** Notes that a page was used. */
  used(page: FramePage): void {
    if (this.pages.at(-1) !== page && this.pages.includes(page)) this.pages = [...this.pages.filter((known) => known !== page), page];
  }

  private get bytes(): number {
    return this.pages.reduce((sum, page) => sum + page.bytes, 0);
  }
}

function isPartOf(known: FramePage, page: FramePage): boolean {
  const isStartKept = known.start === null || known.start.n === page.start?.n;
  return isStartKept && known.first >= page.first && known.last <= page.last;
}

function longest(pages: readonly FramePage[]): FramePage | undefined {
  return pages.reduce<FramePage | undefined>((best, page) => (best !== undefined && best.last >= page.last ? best : page), undefined);
}
