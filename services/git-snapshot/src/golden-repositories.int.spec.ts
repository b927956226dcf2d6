import { chmodSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SnapshotsUnderTest } from './spec-support/snapshots-under-test.js';
import { listing, untouched } from './spec-support/work-tree-listing.js';

let test: SnapshotsUnderTest;
beforeEach(async () => {
  test = await new SnapshotsUnderTest().open();
});
afterEach(() => test.remove());

interface Golden {
  before(): void;
  during(): void;
  /** Status and path of every change, by path. */
  changes: string[];
  /** Whether files are on the disk that the tree leaves out (ignored ones, those of submodules). */
  unlisted?: string[];
}

const init = () => {
  test.run('init', '-q', '-b', 'main');
  test.write('a.txt', 'one\ntwo\nthree\n');
  test.write('src/b.ts', Array.from({ length: 40 }, (_, n) => `export const value${n} = ${n};`).join('\n'));
  test.commit('first');
};
const random = (bytes: number) => Buffer.from(Array.from({ length: bytes }, (_, n) => (n * 7919 + (n >> 3) * 31) % 256));

const cases: Record<string, Golden> = {
  'nothing': { before: init, during: () => undefined, changes: [] },
  'committed, staged, unstaged and untracked': {
    before: () => {
      init();
      test.write('dirty.txt', 'was dirty\n');
    },
    during: () => {
      test.write('committed.txt', 'c\n');
      test.commit('second');
      test.write('staged.txt', 's\n');
      test.run('add', 'staged.txt');
      test.write('a.txt', 'one\n2\nthree\n');
      test.write('new.txt', 'no newline');
      test.write('dirty.txt', 'is dirty\n');
    },
    changes: ['modified a.txt', 'added committed.txt', 'modified dirty.txt', 'added new.txt', 'added staged.txt'],
  },
  'renames, copies of modes, deletions': {
    before: init,
    during: () => {
      test.run('mv', 'src/b.ts', 'src/c.ts');
      test.write('src/c.ts', Array.from({ length: 41 }, (_, n) => `export const value${n} = ${n};`).join('\n'));
      chmodSync(join(test.repo, 'a.txt'), 0o755);
    },
    changes: ['modified a.txt', 'renamed src/c.ts'],
  },
  'a file becomes a link, a directory a file, a file a directory': {
    before: () => {
      init();
      test.write('dir/x', 'x');
      test.write('file', 'f');
      test.commit('more');
    },
    during: () => {
      unlinkSync(join(test.repo, 'a.txt'));
      symlinkSync('/etc/passwd', join(test.repo, 'a.txt'));
      rmSync(join(test.repo, 'dir'), { recursive: true });
      test.write('dir', 'now a file');
      unlinkSync(join(test.repo, 'file'));
      test.write('file/inner', 'now a directory');
    },
    changes: ['type_changed a.txt', 'added dir', 'deleted dir/x', 'deleted file', 'added file/inner'],
  },
  'names with spaces, quotes, newlines, other alphabets and no UTF-8': {
    before: () => {
      init();
      test.write('with space/a b.txt', '1\n');
      test.write('日本語/ファイル.txt', '1\n');
      test.commit('names');
    },
    during: () => {
      test.write('with space/a b.txt', '2\n');
      test.write('日本語/ファイル.txt', '2\n');
      test.write('quo"te\\back', 'q\n');
      test.write('new\nline\ttab', 'n\n');
      test.write('-rf', 'dash\n');
      test.write(':(exclude)x', 'magic\n');
      test.write('nfd-e\u0301', 'nfd\n');
      test.run('config', 'x.y', 'z');
    },
    changes: ['added -rf', 'added :(exclude)x', 'added new\nline\ttab', 'added nfd-e\u0301', 'added quo"te\\back', 'modified with space/a b.txt', 'modified 日本語/ファイル.txt'],
  },
  'line ends, with git told to convert them': {
    before: () => {
      test.run('init', '-q', '-b', 'main');
      test.run('config', 'core.autocrlf', 'true');
      test.write('.gitattributes', '*.lf text eol=lf\n*.crlf text eol=crlf\n');
      test.write('a.crlf', 'one\r\ntwo\r\n');
      test.write('b.txt', 'one\r\ntwo\r\n');
      test.write('c.lf', 'one\ntwo\n');
      test.commit('first');
    },
    during: () => {
      test.write('a.crlf', 'one\r\n2\r\n');
      test.write('b.txt', 'one\ntwo\n');
      test.write('c.lf', 'one\r\ntwo\n');
      test.write('new.crlf', 'mixed\r\nends\n');
    },
    changes: ['modified a.crlf', 'modified b.txt', 'modified c.lf', 'added new.crlf'],
  },
  'binary files and an empty one': {
    before: () => {
      init();
      test.write('image.png', random(70_000));
      test.write('empty', '');
      test.commit('binary');
    },
    during: () => {
      test.write('image.png', random(70_001));
      test.write('new.bin', Buffer.from([0, 1, 2, 255, 254, 0, 10, 13]));
      test.write('empty2', '');
      unlinkSync(join(test.repo, 'empty'));
    },
    changes: ['renamed empty2', 'modified image.png', 'added new.bin'],
  },
  'attributes: ident, encoding, filter, no diff': {
    before: () => {
      test.run('init', '-q', '-b', 'main');
      test.run('config', 'filter.rot.clean', 'tr a-z n-za-m');
      test.run('config', 'filter.rot.smudge', 'tr a-z n-za-m');
      test.write('.gitattributes', '*.id ident\n*.u16 working-tree-encoding=UTF-16LE-BOM text\n*.rot filter=rot\n*.nodiff -diff\n*.bin binary\n');
      test.write('a.id', '$Id: 1234 $\none\n');
      test.write('a.u16', Buffer.from('\ufeffone\r\n', 'utf16le'));
      test.write('a.rot', 'hello\n');
      test.write('a.nodiff', 'text\n');
      test.write('a.bin', 'text\n');
      test.commit('first');
      rmSync(join(test.repo, 'a.id'));
      test.run('checkout', '-q', '--', 'a.id');
    },
    during: () => {
      test.write('a.id', '$Id: 5678 $\ntwo\n');
      test.write('a.u16', Buffer.from('\ufefftwo\r\n', 'utf16le'));
      test.write('a.rot', 'world\n');
      test.write('a.nodiff', 'other\n');
      test.write('a.bin', 'other\n');
    },
    changes: ['modified a.bin', 'modified a.id', 'modified a.nodiff', 'modified a.rot', 'modified a.u16'],
  },
  'large files kept elsewhere, pointers in git': {
    before: () => {
      test.run('init', '-q', '-b', 'main');
      // Stands for git-lfs: a pointer in git, the content in the work tree.
      test.run('config', 'filter.lfs.clean', 'cat > /dev/null; printf "version https://git-lfs.github.com/spec/v1\\noid sha256:0\\nsize 1\\n"');
      test.write('.gitattributes', '*.psd filter=lfs diff=lfs merge=lfs -text\n');
      test.write('art.psd', random(50_000));
      test.write('still.psd', random(40_000));
      test.commit('first');
    },
    during: () => test.write('art.psd', random(50_100)),
    changes: ['modified art.psd'],
  },
  'rebase, amend and another branch': {
    before: () => {
      init();
      test.run('checkout', '-q', '-b', 'feature');
      test.write('feature.txt', 'f\n');
      test.commit('feature');
      test.run('checkout', '-q', 'main');
      test.write('main.txt', 'm\n');
      test.commit('main');
      test.run('checkout', '-q', 'feature');
    },
    during: () => {
      test.run('rebase', '-q', 'main');
      test.write('feature.txt', 'f2\n');
      test.run('commit', '-q', '-a', '--amend', '-m', 'feature, amended');
      test.run('checkout', '-q', '-b', 'third');
      test.write('third.txt', 't\n');
      test.commit('third');
    },
    changes: ['modified feature.txt', 'added main.txt', 'added third.txt'],
  },
  'an empty repository': {
    before: () => test.run('init', '-q', '-b', 'main'),
    during: () => test.write('first.txt', 'f\n'),
    changes: ['added first.txt'],
  },
  'ignored files, also tracked ones': {
    before: () => {
      init();
      test.write('.gitignore', 'node_modules/\n*.log\n');
      test.write('kept.log', 'tracked\n');
      test.run('add', '-f', 'kept.log');
      test.commit('ignore');
      test.write('node_modules/x/index.js', '1');
    },
    during: () => {
      test.write('node_modules/x/index.js', '2');
      test.write('kept.log', 'changed\n');
      test.write('debug.log', 'ignored\n');
    },
    changes: ['modified kept.log'],
    unlisted: ['node_modules/x/index.js', 'debug.log'],
  },
  'objects with SHA-256': {
    before: () => {
      test.run('init', '-q', '-b', 'main', '--object-format=sha256');
      test.write('a.txt', 'one\n');
      test.write('b.txt', 'one\n');
      test.commit('first');
    },
    during: () => {
      test.write('a.txt', 'two\n');
      unlinkSync(join(test.repo, 'b.txt'));
      test.write('c/d.txt', 'new\n');
      test.run('add', '-A');
    },
    changes: ['modified a.txt', 'deleted b.txt', 'added c/d.txt'],
  },
  'a merge with a conflict': {
    before: () => {
      init();
      test.run('checkout', '-q', '-b', 'other');
      test.write('a.txt', 'one\nother\nthree\n');
      test.commit('other');
      test.run('checkout', '-q', 'main');
      test.write('a.txt', 'one\nmain\nthree\n');
      test.commit('main');
    },
    during: () => {
      expect(() => test.run('merge', '-q', 'other')).toThrow();
      test.write('note.txt', 'n\n');
    },
    changes: ['modified a.txt', 'added note.txt'],
  },
  'a sparse checkout': {
    before: () => {
      init();
      test.write('other/deep/x.txt', 'x\n');
      test.commit('more');
      test.run('sparse-checkout', 'set', '--no-cone', '/a.txt', '/src/');
    },
    during: () => {
      test.write('a.txt', 'changed\n');
      test.write('src/new.ts', 'n\n');
    },
    changes: ['modified a.txt', 'added src/new.ts'],
  },
};

describe('applying the patch to the start gives the end, byte for byte', () => {
  it.each(Object.keys(cases))('%s', async (name) => {
    const golden = cases[name]!;
    golden.before();
    const start = await test.take('start');
    const atStart = listing(test.repo);
    golden.during();
    const git = untouched(join(test.repo, '.git'));
    const end = await test.take('end');
    expect(untouched(join(test.repo, '.git'))).toEqual(git);
    expect(end.record.event.data.truncated).toBeNull();
    if (golden.unlisted === undefined && name !== 'a sparse checkout') expect(test.checkedOut(start)).toEqual(atStart);
    const expected = Object.fromEntries(Object.entries(listing(test.repo)).filter(([path]) => golden.unlisted?.includes(path) !== true));
    const patched = test.checkedOut(start, end.patch);
    if (name === 'a sparse checkout') {
      expect(patched).toMatchObject(expected);
      delete patched['other/deep/x.txt'];
    }
    expect(patched).toEqual(expected);
    expect(end.changes.files.map(({ status, path }) => `${status} ${path}`)).toEqual(golden.changes);
    for (const file of end.changes.files) {
      expect(end.patch.toString('latin1', file.patchOffset, file.patchOffset + 11)).toBe('diff --git ');
    }
    expect(end.changes.files.reduce((sum, { patchLength }) => sum + patchLength, 0)).toBe(end.patch.length);
    expect(end.record.event.data).toMatchObject({ files: golden.changes.length, patchBytes: end.patch.length });
  }, 120_000);
});
