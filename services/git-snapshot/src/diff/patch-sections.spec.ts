import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PatchSections } from './patch-sections.js';

const first = 'diff --git a/x b/x\nindex 1..2 100644\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-diff --git a/no b/no\n+d\n';
const second = 'diff --git a/y b/y\nnew file mode 100644\nindex 0..1\nGIT binary patch\nliteral 3\nKcmZQzKm~\ndiff\n';

describe('PatchSections', () => {
  it('finds each file, wherever the pieces are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 20 }), (lengths) => {
        const sections = new PatchSections();
        let rest = Buffer.from(first + second);
        for (let at = 0; rest.length > 0; at += 1) {
          const length = lengths[at % lengths.length] ?? 1;
          sections.push(rest.subarray(0, length));
          rest = rest.subarray(length);
        }
        sections.end();
        expect(sections.all).toEqual([
          { offset: 0, length: first.length, longestLine: '-diff --git a/no b/no\n'.length },
          { offset: first.length, length: second.length, longestLine: 'new file mode 100644\n'.length },
        ]);
      }),
    );
  });

  it('finds none in an empty patch', () => {
    const sections = new PatchSections();
    sections.end();
    expect(sections.all).toEqual([]);
  });
});
