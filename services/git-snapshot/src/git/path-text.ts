const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Letters that git escapes by name. */
const NAMED: Readonly<Record<number, string>> = { 7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r', 34: '\\"', 92: '\\\\' };

/**
 * A path for people and APIs: its characters, or, when its bytes are no UTF-8, what git writes for it: in quotes with
 * octal escapes.
 * @param path a string of bytes
 */
export function textOfPath(path: string): string {
  const bytes = bytesOfPath(path);
  try {
    return utf8.decode(bytes);
  } catch {
    return `"${[...bytes].map(escaped).join('')}"`;
  }
}

/** Whether the path's bytes are UTF-8, so that its text names it. */
export function hasText(path: string): boolean {
  return Buffer.from(textOfPath(path), 'utf8').equals(bytesOfPath(path));
}

/** The bytes of a path, for the file system. */
export function bytesOfPath(path: string): Buffer {
  return Buffer.from(path, 'latin1');
}

function escaped(byte: number): string {
  const named = NAMED[byte];
  if (named !== undefined) return named;
  return byte < 32 || byte > 126 ? `\\${byte.toString(8).padStart(3, '0')}` : String.fromCharCode(byte);
}
