import { describe, expect, it } from '@jest/globals';
import { readPersonConfig } from './person-config.js';

describe('readPersonConfig', () => {
  it.each([
    ['[otel]\nenvironment = "prod"\nexporter = { otlp-http = { endpoint = "https://x" } }', true],
    ['[otel.exporter."otlp-http"]\nendpoint = "https://x"', true],
    ['otel.exporter = "statsig"', true],
    ['otel = { exporter = { otlp-grpc = {} } }', true],
    ['[otel]\nexporter = "none"', false],
    ['[otel]\nlog_user_prompt = true', false],
    ['# [otel]\n# exporter = "otlp-http"', false],
    ['[tools]\nexporter = "x"', false],
    ['', false],
  ])('sees in %j whether telemetry goes elsewhere', (toml, expected) => {
    expect(readPersonConfig(toml).hasOwnTelemetry).toBe(expected);
  });

  it('sees a field of the status row that Codex does not know', () => {
    expect(readPersonConfig('[tui]\nstatus_line = ["model", "total-input-token"]').hasMisspelledField).toBe(true);
    expect(readPersonConfig('[tui]\nstatus_line = ["model", "total-input-tokens", "total-output-tokens"]').hasMisspelledField).toBe(false);
  });
});
