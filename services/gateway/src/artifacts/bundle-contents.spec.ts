import { describe, expect, it } from '@jest/globals';
import { type Artifact, type Session } from '@agents-fleet/contracts';
import { A_MOMENT, A_SESSION_ID } from '@agents-fleet/testing';
import { readmeOf, resumeTextOf } from './bundle-contents.js';

const session = { id: A_SESSION_ID, name: 'build', status: 'ended', endedAt: A_MOMENT } as Session;
const ALL = { terminal: true, resume: true, snapshots: ['snapshots/end/changes.json'] };

describe('the README of a bundle', () => {
  it('says what each file is', () => {
    const readme = readmeOf(session, ALL);
    for (const name of ['session.json', 'stdin.json', 'resume.txt', 'terminal.cast', 'snapshots/<id>/changes.patch']) expect(readme).toContain(name);
    expect(readme).toContain(`Ended at ${A_MOMENT}.`);
    expect(readme).not.toContain('not kept');
  });

  it('says what is not there, and why', () => {
    const readme = readmeOf({ ...session, status: 'running', endedAt: null }, { terminal: false, resume: false, snapshots: [] });
    for (const name of ['terminal.', 'resume.txt', 'snapshots/']) expect(readme).not.toContain(name);
    expect(readme).toContain('What the terminal showed is not kept any more.');
    expect(readme).toContain('No changes of the repository are kept.');
    expect(readme).toContain('still running');
  });
});

describe('resumeTextOf', () => {
  const artifact = (kind: Artifact['kind'], data: Record<string, unknown>) => ({ kind, data }) as Artifact;

  it('has each command once, the newest last', () => {
    const artifacts = ['claude --resume a', 'claude --resume b', 'claude --resume a'].map((command) => artifact('resume_command', { command }));
    expect(resumeTextOf([artifact('git_state', { command: 'no' }), ...artifacts])).toBe('claude --resume b\nclaude --resume a\n');
  });

  it('is nothing without one', () => {
    expect(resumeTextOf([artifact('git_state', {})])).toBeNull();
  });
});
