import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory, type TemporaryDirectory } from '@agents-fleet/testing';
import { refusalOfStart, type StartCircumstances } from './refusal-of-start.js';

describe('a start', () => {
  let directory: TemporaryDirectory;
  let repoPath: string;
  const refusal = (path: string, choices: Partial<StartCircumstances> = {}) =>
    refusalOfStart({ repoPath: path }, { isClosing: false, isBrokerOnline: true, sessions: 1, maxSessions: 2, repoRoots: [repoPath], ...choices });

  beforeAll(async () => {
    directory = await temporaryDirectory();
    repoPath = join(realpathSync(directory.path), 'repo');
    mkdirSync(join(repoPath, 'inner'), { recursive: true });
    symlinkSync(join(repoPath, 'inner'), join(repoPath, 'link'));
  });
  afterAll(() => directory.remove());

  it('is granted in a directory under the roots', () => {
    expect(refusal(repoPath)).toBeNull();
  });

  it('is refused while the runner shuts down, the broker is away, or enough sessions run', () => {
    expect(refusal(repoPath, { isClosing: true })).toMatchObject({ code: 'unavailable', message: 'the runner is shutting down' });
    expect(refusal(repoPath, { isBrokerOnline: false })?.code).toBe('unavailable');
    expect(refusal(repoPath, { sessions: 2 })).toMatchObject({ code: 'too_many_sessions', message: '2 sessions run already (FLEET_MAX_SESSIONS)' });
  });

  it('is refused outside of the roots, and where a link has taken the directory’s place', () => {
    expect(refusal('/')?.field).toBe('repoPath');
    expect(refusal(join(repoPath, 'link'))).toMatchObject({ code: 'repo_not_allowed', message: 'is no longer what it was', field: 'repoPath' });
  });
});
