import { tmpdir } from 'node:os';
import { afterEach, describe, expect, it } from '@jest/globals';
import { waitFor } from '@agents-fleet/testing';
import { childEnvironment } from './child-environment.js';
import { launchVector } from './launch-command.js';
import { PseudoTerminal } from './pseudo-terminal.js';
import { TerminalModes } from './terminal-modes.js';

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const step of cleanUp.splice(0)) step();
});

async function terminalAfter(command: string): Promise<PseudoTerminal> {
  const terminal = new PseudoTerminal({
    ...launchVector(`${command}; printf ready; exec sleep 30`, null),
    cwd: tmpdir(),
    environment: childEnvironment('01ARZ3NDEKTSV4RRFFQ69G5FAV'),
    cols: 80,
    rows: 24,
  });
  let output = '';
  terminal.onOutput((bytes) => (output += Buffer.from(bytes).toString()));
  cleanUp.push(() => {
    terminal.release();
  });
  await waitFor(() => output.includes('ready'));
  return terminal;
}

function modesBy(...parameters: ConstructorParameters<typeof TerminalModes>): TerminalModes {
  const modes = new TerminalModes(...parameters);
  cleanUp.push(() => {
    modes.close();
  });
  return modes;
}

describe('TerminalModes', () => {
  it.each([
    ['echo', 'true'],
    ['secret', 'stty -echo'],
    ['raw', 'stty raw -echo'],
    ['raw', 'stty -icanon'],
  ])('tells %s after `%s`', async (mode, command) => {
    const { path } = await terminalAfter(command);
    expect(await modesBy().ask(path)).toBe(mode);
  });

  it('answers many at once, each with its own', async () => {
    const [shown, hidden] = [await terminalAfter('true'), await terminalAfter('stty -echo')];
    const modes = modesBy();
    expect(await Promise.all([modes.ask(shown.path), modes.ask(hidden.path), modes.ask(shown.path)])).toEqual(['echo', 'secret', 'echo']);
  });

  it('does not know a terminal that is not there', async () => {
    expect(await modesBy().ask('/dev/pts/none')).toBe('unknown');
  });

  it('does not know when its helper fails, and goes on with another', async () => {
    const { path } = await terminalAfter('stty -echo');
    const modes = modesBy([['/nonexistent/perl', []], ['/bin/sh', ['-c', 'while read -r path; do echo secret; done']]]);
    expect(await modes.ask(path)).toBe('unknown');
    expect(await modes.ask(path)).toBe('secret');
  });

  it('does not wait for a helper that is stuck', async () => {
    const { path } = await terminalAfter('true');
    expect(await modesBy([['sleep', ['30']]]).ask(path)).toBe('unknown');
  });
});
