import { describe, expect, it } from '@jest/globals';
import { KeptContents, type KeptContent } from './kept-contents.js';

async function* inPieces(text: string, size: number) {
  for (let at = 0; at < text.length; at += size) yield await Promise.resolve(Buffer.from(text.slice(at, at + size)));
}
const OUTPUT = 'aaa blob 5\none\n\n\nbbb missing\nccc blob 0\n\nddd blob 4\nfour\n';
const textOf = async (content: KeptContent | null) => {
  if (content === null) return null;
  const chunks: Buffer[] = [];
  for await (const chunk of content.chunks()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

describe('the contents that git prints', () => {
  it.each([1, 2, 3, 7, 1_000])('are read one after the other, however they come: %i bytes at once', async (size) => {
    const contents = new KeptContents(inPieces(OUTPUT, size));
    const read = [];
    for (let count = 0; count < 4; count += 1) read.push(await textOf(await contents.next()));
    expect(read).toEqual(['one\n\n', null, '', 'four']);
  });

  it.each([1, 4, 1_000])('are skipped when nobody reads them, or not to the end: %i bytes at once', async (size) => {
    const contents = new KeptContents(inPieces(OUTPUT, size));
    const first = await contents.next();
    expect(first?.bytes).toBe(5);
    await first?.chunks().next();
    await contents.next();
    await contents.next();
    expect(await textOf(await contents.next())).toBe('four');
  });

  it.each([
    ['a tree', 'aaa tree 5\n', 'something else'],
    ['a size that is none', 'aaa blob x\n', 'something else'],
    ['a line without an end', 'a'.repeat(300), 'too long'],
    ['nothing', '', 'too early'],
  ])('are refused: %s', async (_, output, why) => {
    await expect(new KeptContents(inPieces(output, 50)).next()).rejects.toThrow(why);
  });

  it('are refused when one is cut', async () => {
    const content = await new KeptContents(inPieces('aaa blob 10\nfour', 50)).next();
    await expect(textOf(content)).rejects.toThrow('too early');
  });
});
