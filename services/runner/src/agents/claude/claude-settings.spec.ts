import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ownStatusLine, readGivenSettings, sessionSettings, statusLineScript } from './claude-settings.js';

const targets = { hookUrl: 'http://127.0.0.1:1/t/hook', hookCommand: '/bin/sh hook.sh', statusLineCommand: '/bin/sh line.sh' };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fleet-claude-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the settings of a session', () => {
  it('hold our hooks beside the person’s, and our status line in front of theirs', () => {
    const theirs = { matcher: 'Bash', hooks: [{ type: 'command', command: 'lint' }] };
    const settings = sessionSettings({ model: 'opus', hooks: { PreToolUse: [theirs] } }, { type: 'command', command: 'mine', padding: 2 }, targets);
    expect(settings['model']).toBe('opus');
    expect(settings.hooks?.['PreToolUse']).toEqual([theirs, { hooks: [{ type: 'http', url: targets.hookUrl, timeout: 5 }] }]);
    expect(settings.hooks?.['SessionStart']).toEqual([{ hooks: [{ type: 'command', command: targets.hookCommand, timeout: 5 }] }]);
    expect(settings.statusLine).toEqual({ type: 'command', command: targets.statusLineCommand, padding: 2 });
  });

  it('are read from JSON or a file, and left alone when they are neither', () => {
    writeFileSync(join(folder, 's.json'), '{"model":"sonnet"}');
    expect(readGivenSettings('{"model":"opus"}', folder)).toEqual({ model: 'opus' });
    expect(readGivenSettings('s.json', folder)).toEqual({ model: 'sonnet' });
    expect(readGivenSettings('missing.json', folder)).toBeNull();
    expect(readGivenSettings('{"model":', folder)).toBeNull();
  });
});

describe('the person’s own status line', () => {
  const write = (path: string, command: string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), JSON.stringify({ statusLine: { type: 'command', command } }));
  };

  it('is the repo’s before that of their home', () => {
    const environment = { HOME: join(folder, 'home') };
    expect(ownStatusLine(join(folder, 'repo'), environment)).toBeNull();
    write('home/.claude/settings.json', 'home');
    expect(ownStatusLine(join(folder, 'repo'), environment)?.command).toBe('home');
    write('repo/.claude/settings.json', 'repo');
    expect(ownStatusLine(join(folder, 'repo'), environment)?.command).toBe('repo');
    write('elsewhere/settings.json', 'elsewhere');
    expect(ownStatusLine(join(folder, 'other'), { ...environment, CLAUDE_CONFIG_DIR: join(folder, 'elsewhere') })?.command).toBe('elsewhere');
  });

  it('prints what it prints without us, whatever becomes of the report', () => {
    const script = (name: string, text: string) => {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    };
    const own = script('own.sh', 'read -r line; echo "[$line]"');
    const run = (ownScript: string | null) =>
      execFileSync('/bin/sh', [script('line.sh', statusLineScript(script('report.sh', 'exit 7'), ownScript))], { input: '{"a":"it\'s $x"}' }).toString();
    expect(run(own)).toBe('[{"a":"it\'s $x"}]\n');
    expect(run(null)).toBe('');
  });
});
