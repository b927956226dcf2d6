/** What matters here of a person's own `config.toml`. */
export interface PersonConfig {
  /** They send Codex's telemetry somewhere themselves. */
  readonly hasOwnTelemetry: boolean;
  /** Their status row names a field that Codex does not know, and leaves out without a word. */
  readonly hasMisspelledField: boolean;
}

/**
 * Looks for two things in a `config.toml`, line by line: it is the person's file, so it is never written, and a file
 * that is no good TOML is for Codex to complain about.
 */
export function readPersonConfig(toml: string): PersonConfig {
  const lines = toml.split('\n').map((line) => line.replace(/^\s*#.*$/, ''));
  let table = '';
  let hasOwnTelemetry = false;
  for (const line of lines) {
    table = /^\s*\[\[?\s*([^\]]+?)\s*\]/.exec(line)?.[1]?.replace(/["'\s]/g, '') ?? table;
    const key = /^\s*([\w."'-]+)\s*=\s*(.*)$/.exec(line);
    const path = key === null ? table : `${table}.${key[1] ?? ''}`.replace(/^\.|["']/g, '');
    if (/^otel\.exporter(\.|$)/.test(path) && !/^["']none["']/.test(key?.[2] ?? '')) hasOwnTelemetry = true;
    if (path === 'otel' && key !== null && /\bexporter\s*=\s*(?!["']none)/.test(key[2] ?? '')) hasOwnTelemetry = true;
  }
  return { hasOwnTelemetry, hasMisspelledField: lines.some((line) => /["']total-(input|output)-token["']/.test(line)) };
}
