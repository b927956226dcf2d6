import { describe, expect, it } from '@jest/globals';
import { type Artifact } from '@agents-fleet/contracts';
import { artifactRows } from './artifact-rows.js';

const artifact = (over: Partial<Artifact>): Artifact => ({ id: 'a', sessionId: '01K00000000000000000000000', kind: 'git_state', at: '2026-11-23T10:00:00.000Z', title: 'Repo', size: 12, data: {}, ...over });

describe('the list of artifacts', () => {
  it('is newest first', () => {
    const rows = artifactRows([artifact({ id: 'old' }), artifact({ id: 'new', at: '2026-11-23T11:00:00.000Z' })]);
    expect(rows.map(({ id }) => id)).toEqual(['new', 'old']);
  });

  it('leads from a snapshot to its changes, where there are some', () => {
    const snapshot = (data: Artifact['data']) => artifactRows([artifact({ data })])[0]?.snapshotId;
    expect(snapshot({ snapshotId: 'end', phase: 'end', state: 'ok' })).toBe('end');
    expect(snapshot({ snapshotId: 'start', phase: 'start', state: 'ok' })).toBeNull();
    expect(snapshot({ snapshotId: 'end', phase: 'end', state: 'missing' })).toBeNull();
    expect(snapshot({ snapshotId: 7, phase: 'end', state: 'ok' })).toBeNull();
  });

  it('has the command of a conversation that can be taken up', () => {
    expect(artifactRows([artifact({ kind: 'resume_command', data: { command: 'claude --resume x' } })])[0]).toMatchObject({ kind: 'Resume command', command: 'claude --resume x', snapshotId: null });
  });

  it('names kinds that it does not know', () => {
    expect(artifactRows([artifact({ kind: 'shell_history' as Artifact['kind'] })])[0]).toMatchObject({ kind: 'shell history', icon: 'file' });
  });
});
