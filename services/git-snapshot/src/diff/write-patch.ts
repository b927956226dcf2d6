import { open } from 'node:fs/promises';
import type { Git } from '../git/git.js';
import type { ShadowStore } from '../store/shadow-store.js';
import { RENAMES, storePlaces } from './diff-places.js';
import { PatchSections, type PatchSection } from './patch-sections.js';

export interface WrittenPatch {
  sections: readonly PatchSection[];
  bytes: number;
  /** Whether it was cut before its end. */
  isCut: boolean;
}

export interface PatchTarget {
  path: string;
  mode: number;
  /** Most bytes; what does not fit is left out file by file. */
  maxBytes: number;
  /** Most parts. */
  maxSections: number;
}

/** Writes the patch from one tree to the other, as `git apply` takes it. It ends with a whole file's part. */
export async function writePatch(git: Git, store: ShadowStore, trees: readonly [string, string], target: PatchTarget, signal: AbortSignal): Promise<WrittenPatch> {
  const file = await open(target.path, 'w', target.mode);
  try {
    const words = [
      'diff-tree', '-r', '-p', '--binary', '--full-index', ...RENAMES,
      '--no-ext-diff', '--no-textconv', '--submodule=short', '--no-color', '--src-prefix=a/', '--dst-prefix=b/', ...trees,
    ];
    const written = await git.read({ words, places: storePlaces(store), signal }, async (output) => {
      const found = new PatchSections();
      let bytes = 0;
      for await (const chunk of output) {
        found.push(chunk);
        bytes += chunk.length;
        await file.appendFile(chunk);
        if (bytes > target.maxBytes || found.all.length > target.maxSections) return cut(found.all);
      }
      found.end();
      return { sections: found.all, bytes, isCut: false };
    });
    if (written.isCut) await file.truncate(written.bytes);
    await file.sync();
    return written;
  } finally {
    await file.close();
  }
}

function cut(begun: readonly PatchSection[]): WrittenPatch {
  const whole = begun.slice(0, -1);
  return { sections: whole, bytes: begun.at(-1)?.offset ?? 0, isCut: true };
}
