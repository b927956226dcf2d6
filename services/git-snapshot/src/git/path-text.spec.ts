import { describe, expect, it } from '@jest/globals';
import { hasText, textOfPath } from './path-text.js';

const bytes = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

describe('the text of a path', () => {
  it.each(['src/a b.ts', 'déjà/vu.txt', '日本/ファイル', 'new\nline', 'quo"te', '\ufeffmark'])('is %j when its bytes are UTF-8', (path) => {
    expect(textOfPath(bytes(path))).toBe(path);
    expect(hasText(bytes(path))).toBe(true);
  });

  it('is what git writes when they are not', () => {
    expect(textOfPath('caf\xe9 "x"\n')).toBe('"caf\\351 \\"x\\"\\n"');
    expect(hasText('caf\xe9')).toBe(false);
  });
});
