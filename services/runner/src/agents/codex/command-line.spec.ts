import { describe, expect, it } from '@jest/globals';
import { readProgram } from '../command-program.js';
import { readCodexCommand } from './command-line.js';
import { codexLaunch } from './launch.js';

const programOf = (command: string) => {
  const program = readProgram(command, new Set(['codex']));
  if (program === null) throw new Error('no program');
  return program;
};
const read = (command: string) => readCodexCommand(programOf(command).words);

describe('readCodexCommand', () => {
  it.each([
    ['codex', []],
    ['codex "fix it"', []],
    ['codex -m gpt-5 --search "fix it"', ['-m gpt-5', '--search']],
    ['codex --model=gpt-5 exec --json -o out.txt "do"', ['--model=gpt-5']],
    ['codex resume --last -a never', ['-a never']],
    ['codex -i a.png b.png -C "my dir"', ['-C "my dir"']],
    ['codex -c model_reasoning_effort=high -ssandbox --worktree', ['-c model_reasoning_effort=high', '-ssandbox']],
    ['codex --add-dir "$HOME/x" -- --search', ['--add-dir "$HOME/x"']],
  ])('keeps of %j what a resumed conversation needs', (command, kept) => {
    expect(read(command)).toMatchObject({ keptOptions: kept, asksModel: true });
  });

  it.each(['codex login', 'codex mcp list', 'codex agents', 'codex app-server', 'codex queue --thread x'])('leaves %j alone', (command) => {
    expect(read(command).asksModel).toBe(false);
  });

  it('sees options that change how it can be metered', () => {
    expect(read('codex --no-daemon').noDaemon).toBe(true);
    expect(read('codex --remote ws://127.0.0.1:1').isRemote).toBe(true);
    expect(read('codex -c otel.exporter=none --config=tui.theme=x').configKeys).toEqual(['otel.exporter', 'tui.theme']);
  });
});

describe('codexLaunch', () => {
  const launch = (command: string, telemetry = true, environment = {}) =>
    codexLaunch({
      command, program: programOf(command), line: read(command), environment,
      telemetry: telemetry ? { url: 'http://127.0.0.1:1', token: 'secret' } : null,
    });

  it('puts its options before the person’s, for every subcommand', () => {
    expect(launch('env HOME=/x codex resume --last').command).toBe(
      `env HOME=/x codex --no-daemon -c 'otel.exporter={otlp-http={endpoint="http://127.0.0.1:1/v1/logs",protocol="json"}}' -c otel.log_user_prompt=false -c 'shell_environment_policy.set.OTEL_EXPORTER_OTLP_HEADERS=""' resume --last`,
    );
  });

  it('tells the secret by the environment only', () => {
    const { command, environment } = launch('codex');
    expect(command).not.toContain('secret');
    expect(environment).toEqual({ OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20secret' });
  });

  it('leaves headers of the person’s own to what Codex runs', () => {
    const plan = launch('codex', true, { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=theirs' });
    expect(plan.environment).toEqual({});
    expect(plan.command).toContain('http://127.0.0.1:1/secret/v1/logs');
    expect(plan.command).not.toContain('theirs');
  });

  it('says nothing twice, and leaves telemetry of the person alone', () => {
    expect(launch('codex --no-daemon', false)).toMatchObject({ command: 'codex --no-daemon', environment: {} });
  });
});
