import { statusLineOf, type StatusLine } from './status-line.js';

/** A status line as it stands on the screen, whole. Behind its amount: blanks, or more fields. */
const WHOLE = /(?<![A-Za-z0-9_])(?:AF[| ])?ctx=\d+\/\d+\(\d+(?:\.\d+)?%\)[| ]in=(\d+)[| ]out=(\d+)[| ]cost=\$(\d+(?:\.\d+)?)(?=[| ]|$)/;
/** Where one stands or is being painted. */
const BEGUN = /(?<![A-Za-z0-9_])ctx=\d+\//;

/**
 * The status line on a screen, `null` when there is none or it is not whole. Of several the lowest counts: that is the
 * newest of those that a script printed, and where full-screen agents keep theirs.
 * @param cols a line that reaches the edge may go on behind it
 */
export function paintedLine(lines: readonly string[], cols: number): StatusLine | null {
  const line = lines.findLast((candidate) => BEGUN.test(candidate));
  if (line === undefined || line.length >= cols) return null;
  const [, input, output, cost] = WHOLE.exec(line) ?? [];
  if (input === undefined || output === undefined || cost === undefined) return null;
  return statusLineOf({ inputTokens: input, outputTokens: output, usd: cost });
}
