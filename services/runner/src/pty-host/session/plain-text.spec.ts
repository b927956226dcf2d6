import { describe, expect, it } from '@jest/globals';
import { isPlainText } from './plain-text.js';

describe('plain text', () => {
  it.each(['a', 'pass word', 'Grüße', '日本'])('is %p', (text) => {
    expect(isPlainText(Buffer.from(text))).toBe(true);
  });

  it.each(['\r', '\n', 'secret\n', '\x03', '\x04', '\x1b[A', '\x7f', 'a\x00'])('is not %p', (text) => {
    expect(isPlainText(Buffer.from(text))).toBe(false);
  });
});
