/** One line of the report. */
export interface Row {
  measure: string;
  /** What was measured, with its unit, such as `p50 1.2 ms, p99 3.4 ms`. */
  result: string;
  /** The same of the bare tool in the same run, where there is one. */
  raw: string | null;
  /** In words, such as `p99 <= 4 ms`; `null` for what has no goal. */
  goal: string | null;
  /** Whether the goal was met; `null` without a goal. */
  met: boolean | null;
}

/** Where and when it was measured: figures mean nothing without it. */
export interface Setting {
  at: string;
  machine: string;
  node: string;
  broker: string;
  scale: string;
}

/** The report as a Markdown table. A missed goal is said to be missed. */
export function markdownReport(setting: Setting, rows: readonly Row[]): string {
  const lines = rows.map(({ measure, result, raw, goal, met }) => `| ${measure} | ${result} | ${raw ?? '–'} | ${goal ?? '–'} | ${verdict(met)} |`);
  return [
    `Measured ${setting.at} on ${setting.machine}, Node ${setting.node}, nats-server ${setting.broker}; ${setting.scale}.`,
    '',
    '| measure | result | raw baseline | goal | |',
    '|---|---|---|---|---|',
    ...lines,
    '',
  ].join('\n');
}

const BEGIN = '<!-- figures: written by `npm run bench -- --write` -->';
const END = '<!-- end of figures -->';

/**
 * A document with its figures replaced; what people have written around them stays.
 * @throws Error when the document has no place for figures
 */
export function withFigures(document: string, report: string): string {
  const [before, rest] = document.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`no place for figures: "${BEGIN}" and "${END}" must stand in the document`);
  return `${before}${BEGIN}\n\n${report}\n${END}${after}`;
}

function verdict(met: boolean | null): string {
  if (met === null) return '';
  return met ? 'met' : '**missed**';
}
