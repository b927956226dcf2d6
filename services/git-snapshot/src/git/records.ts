/**
 * Splits git's `-z` output into its records. They are strings of bytes (`latin1`), because names of files need not be
 * UTF-8 and must come out as they went in.
 */
export async function* recordsOf(output: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of output) {
    const parts = (rest + chunk.toString('latin1')).split('\0');
    rest = parts.pop() ?? '';
    yield* parts;
  }
  if (rest !== '') yield rest;
}

/** Records for a command that reads them with `-z`. */
export function* asInput(records: Iterable<string>): Generator<Buffer> {
  let batch: string[] = [];
  for (const record of records) {
    batch.push(record);
    if (batch.length === RECORDS_A_WRITE) {
      yield Buffer.from(`${batch.join('\0')}\0`, 'latin1');
      batch = [];
    }
  }
  if (batch.length > 0) yield Buffer.from(`${batch.join('\0')}\0`, 'latin1');
}

const RECORDS_A_WRITE = 500;
