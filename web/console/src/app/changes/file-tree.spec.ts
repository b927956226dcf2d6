import { describe, expect, it } from '@jest/globals';
import { aChangedFile } from './changed-file.builder.js';
import { buildTree, filesInOrder, filterFiles, treeRows } from './file-tree.js';

const files = (...paths: string[]) => paths.map((path) => aChangedFile({ path }));
const lines = (paths: string[], closed: string[] = []) =>
  treeRows(buildTree(files(...paths)), new Set(closed)).map(({ node, level, open }) => `${'  '.repeat(level - 1)}${node.kind === 'directory' ? (open ? '▾' : '▸') : ''}${node.label}`);

describe('the tree of changed files', () => {
  it('folds directories with nothing else in them', () => {
    expect(lines(['packages/webhooks/src/retry.ts', 'packages/webhooks/src/retry.spec.ts', 'packages/webhooks/CHANGELOG.md', 'README.md'])).toEqual([
      '▾packages/webhooks',
      '  ▾src',
      '    retry.spec.ts',
      '    retry.ts',
      '  CHANGELOG.md',
      'README.md',
    ]);
  });

  it('puts directories first and counts by value', () => {
    expect(lines(['b/file10.ts', 'b/file9.ts', 'a.ts', 'c/x.ts'])).toEqual(['▾b', '  file9.ts', '  file10.ts', '▾c', '  x.ts', 'a.ts']);
  });

  it('leaves out what is in a closed directory', () => {
    expect(lines(['a/b/c.ts', 'a/d.ts'], ['a/b'])).toEqual(['▾a', '  ▸b', '  d.ts']);
    expect(lines(['a/b/c.ts', 'a/d.ts'], ['a'])).toEqual(['▸a']);
  });

  it('knows each line’s place among its siblings, and how many files are below', () => {
    const tree = buildTree(files('a/1.ts', 'a/b/2.ts', 'c.ts'));
    expect(tree.map((node) => (node.kind === 'directory' ? node.files : 1))).toEqual([2, 1]);
    expect(treeRows(tree, new Set()).map(({ position, siblings }) => [position, siblings])).toEqual([[1, 2], [1, 2], [1, 1], [2, 2], [2, 2]]);
  });

  it('takes names that objects have for names', () => {
    expect(lines(['__proto__/constructor', 'toString'])).toEqual(['▾__proto__', '  constructor', 'toString']);
  });

  it('gives the files in the order in which they are seen', () => {
    expect(filesInOrder(buildTree(files('z.ts', 'a/b.ts', 'a/c/d.ts'))).map(({ path }) => path)).toEqual(['a/c/d.ts', 'a/b.ts', 'z.ts']);
  });

  it('is built of 10,000 files', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `packages/p${index % 100}/src/deep/file-${index}.ts`);
    expect(treeRows(buildTree(files(...many)), new Set())).toHaveLength(10_000 + 100 + 1);
  });
});

describe('the filter of files', () => {
  const all = [aChangedFile({ path: 'src/Cart.ts' }), aChangedFile({ path: 'src/new.ts', oldPath: 'src/cart-old.ts' }), aChangedFile({ path: 'docs/readme.md' })];
  it.each([
    ['cart', ['src/Cart.ts', 'src/new.ts']],
    ['CART ts src', ['src/Cart.ts', 'src/new.ts']],
    ['src .md', []],
    ['  ', ['src/Cart.ts', 'src/new.ts', 'docs/readme.md']],
    ['.*', []],
  ])('by %j', (text, paths) => {
    expect(filterFiles(all, text).map(({ path }) => path)).toEqual(paths);
  });
});
