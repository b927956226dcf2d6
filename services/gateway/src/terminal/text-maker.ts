/** A piece of a terminal's record: output, or a new size. */
export type TextPiece = Uint8Array<ArrayBuffer> | { readonly cols: number; readonly rows: number };

/** What is asked of whoever makes a text: to take pieces of the record, in order; `null` says that it ends. */
export type TextRequest = readonly TextPiece[] | null;

/** Makes a text from a terminal's record, a page of it at a time. */
export interface TextMaker {
  /** @returns what of the text has become final, as UTF-8 in whole lines. One call at a time. @throws Error when it was stopped, or died */
  take(request: TextRequest): Promise<Uint8Array>;
  /** Ends it, also in the middle of a page. */
  stop(): Promise<void>;
}

/** Begins a text of a terminal that has this size at first. */
export type OpenTextMaker = (size: { readonly cols: number; readonly rows: number }) => TextMaker;
