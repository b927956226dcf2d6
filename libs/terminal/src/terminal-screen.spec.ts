import { describe, expect, it } from '@jest/globals';
import { TerminalScreen } from './terminal-screen.js';

describe('the screen of a terminal', () => {
  it('shows words that a program painted with cursor moves between them', async () => {
    const screen = await TerminalScreen.open(20, 3);
    await screen.write(Buffer.from('GREEN\x1b[1;8HAPPLES\r\nnext'));
    expect(screen.lines).toEqual(['GREEN  APPLES', 'next', '']);
    screen.dispose();
  });

  it('shows a number of which only the changed digits were painted again', async () => {
    const screen = await TerminalScreen.open(20, 2);
    await screen.write(Buffer.from('cost=$0.00994'));
    await screen.write(Buffer.from('\x1b[11G1\x1b[13G0'));
    expect(screen.lines[0]).toBe('cost=$0.00190');
    screen.dispose();
  });

  it('answers a program that asks where the cursor is', async () => {
    const answers: string[] = [];
    const screen = await TerminalScreen.open(20, 3, (bytes) => answers.push(Buffer.from(bytes).toString()));
    await screen.write(Buffer.from('abc\x1b[6n'));
    expect(answers).toEqual(['\x1b[1;4R']);
    screen.dispose();
  });

  it('is not kept busy by sequences with a count that no screen has', async () => {
    const screen = await TerminalScreen.open(20, 3);
    const huge = ['b', 'I', 'Z', 'L', 'M', 'S', 'T'].map((final) => `\x1b[2147483647${final}`).join('');
    await screen.write(Buffer.from(`a${huge}b`));
    expect(screen.lines[0]).toBe('ab');
    screen.dispose();
  });
});
