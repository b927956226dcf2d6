/** A binary message that breaks the frame format. The message says where; it never repeats the bytes. */
export class WireError extends Error {
  override readonly name = 'WireError';
}
