import { StringDecoder } from 'node:string_decoder';

/** Decodes bytes as they come, whatever the cuts between them, and counts the characters (code points). */
export class CharacterCount {
  readonly #decoder = new StringDecoder('utf8');
  #characters = 0;

  get characters(): number {
    return this.#characters;
  }

  /** @returns the text that the bytes complete; an unfinished character waits for its rest */
  add(bytes: Uint8Array): string {
    const text = this.#decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    this.#characters += countCodePoints(text);
    return text;
  }
}

/** A character outside the basic plane is two UTF-16 units, and one character. */
function countCodePoints(text: string): number {
  const pairs = text.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g);
  return text.length - (pairs?.length ?? 0);
}
