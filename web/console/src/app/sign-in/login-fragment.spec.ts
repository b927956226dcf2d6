import { describe, expect, it } from '@jest/globals';
import { codeFrom } from './login-fragment.js';

describe('codeFrom', () => {
  it.each([
    ['#token=abc-1', 'abc-1'],
    [' http://127.0.0.1:4700/#token=a%2Bb\n', 'a+b'],
    ['abc-1_.~', 'abc-1_.~'],
    ['', null],
    ['http://127.0.0.1:4700/', null],
    ['two words', null],
  ])('finds in %j the code %j', (text, code) => {
    expect(codeFrom(text)).toBe(code);
  });
});
