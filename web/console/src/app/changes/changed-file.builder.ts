import { type ChangedFile, type SessionSnapshot } from '@agents-fleet/contracts';

/** A changed file for specs; say only what matters. */
export function aChangedFile(overrides: Partial<ChangedFile> = {}): ChangedFile {
  return {
    path: 'src/cart.ts',
    oldPath: null,
    status: 'modified',
    additions: 1,
    deletions: 1,
    oldMode: '100644',
    newMode: '100644',
    size: 100,
    notInlined: null,
    places: ['unstaged'],
    ...overrides,
  };
}

/** A snapshot for specs. */
export function aSnapshot(overrides: Partial<SessionSnapshot> = {}): SessionSnapshot {
  return {
    snapshotId: 'end',
    phase: 'end',
    state: 'ok',
    head: '1f0c2d3e4f5061728394a5b6c7d8e9f001122334',
    branch: 'main',
    detail: null,
    tree: null,
    files: 1,
    additions: 1,
    deletions: 1,
    commits: 0,
    patchBytes: 100,
    truncated: null,
    at: '2026-11-23T10:20:00.000Z',
    ...overrides,
  };
}
