import { describe, expect, it } from '@jest/globals';
import { type Page, type Session } from '@agents-fleet/contracts';
import { A_MOMENT, A_SESSION_ID } from '@agents-fleet/testing';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ProblemError } from '../http/problem.js';
import { readZip } from '../spec-support/read-zip.js';
import { BundleDownload, type BundleSources } from './bundle.js';

const session = { id: A_SESSION_ID, name: 'build', status: 'ended', endedAt: A_MOMENT } as Session;
const nothing = { list: (): Promise<Page<never>> => Promise.resolve({ items: [], nextCursor: null }) };

/** A session of which little is there, and whose terminal is asked for in vain. */
const bundlesWith = (problem: ProblemError) =>
  new BundleDownload({
    models: { markers: nothing, usage: nothing, stdin: nothing },
    sessions: { get: () => Promise.resolve(session) },
    artifacts: nothing,
    terminal: { of: () => Promise.reject(problem) },
  } as unknown as BundleSources);

describe('a bundle', () => {
  it('has the rest of a session whose terminal is not kept any more, and says so', async () => {
    const bundles = bundlesWith(new ProblemError(410, 'not kept'));
    const target = new PassThrough();
    const [zip] = await Promise.all([buffer(target), bundles.write(await bundles.of(A_SESSION_ID), target)]);
    const files = readZip(zip);
    expect([...files.keys()]).toEqual(['README.txt', 'session.json', 'markers.json', 'usage.json', 'stdin.json', 'artifacts.json']);
    expect(files.get('README.txt')?.toString()).toContain('What the terminal showed is not kept any more.');
  });

  it('is none while the record of the terminal is incomplete', async () => {
    const bundles = bundlesWith(new ProblemError(503, 'still at it'));
    for (let times = 0; times < 5; times += 1) await expect(bundles.of(A_SESSION_ID)).rejects.toThrow('still at it');
  });
});
