import { z } from 'zod';

/** A cursor that this API did not make. `GET` answers 400 with the field `cursor`. */
export class InvalidCursorError extends Error {
  override readonly name = 'InvalidCursorError';
  constructor() {
    super('the cursor is not one that this list gave out');
  }
}

/** Longest cursor that is looked at, in characters. */
const MAX_LENGTH = 400;

/** Makes an opaque cursor of where a page ended. */
export function encodeCursor(position: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/**
 * Reads a cursor back.
 * @throws InvalidCursorError
 */
export function decodeCursor<Position extends z.ZodType>(cursor: string, schema: Position): z.infer<Position> {
  if (cursor.length > MAX_LENGTH) throw new InvalidCursorError();
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) throw new InvalidCursorError();
    throw error;
  }
}

/** Cursor of a list in order of one number. */
export const numberCursorSchema = z.tuple([z.number().int().min(0)]);
