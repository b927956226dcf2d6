import { describe, expect, it } from '@jest/globals';
import { TerminalScreen } from './terminal-screen.js';

describe('the screen of a terminal', () => {
  it('shows words that a program painted with cursor moves between them', async () => {
    const screen = new TerminalScreen(20, 3, () => undefined);
    await screen.write(Buffer.from('GREEN\x1b[1;8HAPPLES\r\nnext'));
    expect(screen.text).toBe('GREEN  APPLES\nnext\n');
    screen.dispose();
  });

  it('answers a program that asks where the cursor is', async () => {
    const answers: string[] = [];
    const screen = new TerminalScreen(20, 3, (bytes) => answers.push(Buffer.from(bytes).toString()));
    await screen.write(Buffer.from('abc\x1b[6n'));
    expect(answers).toEqual(['\x1b[1;4R']);
    screen.dispose();
  });
});
