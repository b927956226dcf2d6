/**
 * Whether bytes hold no control character. A terminal that takes lines (ICANON) does nothing with such bytes but keep them:
 * they end no line, send no signal, and wake no program. UTF-8 beyond ASCII is plain, too.
 */
export function isPlainText(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte >= 0x20 && byte !== 0x7f);
}
