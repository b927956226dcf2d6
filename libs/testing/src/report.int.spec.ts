import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../../..');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fleet-report-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Runs Jest over one spec with the reporter. @returns its exit status and what it reported */
function run(spec: string) {
  writeFileSync(join(folder, 'sample.spec.cjs'), spec);
  const reporter = [join(root, 'libs/testing/report.mjs'), { file: join(folder, 'report.json'), endsWithinMs: 2_000 }];
  const configuration = { rootDir: folder, transform: {}, testMatch: ['**/*.spec.cjs'], reporters: [reporter] };
  writeFileSync(join(folder, 'jest.config.json'), JSON.stringify(configuration));
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), '-c', join(folder, 'jest.config.json')]);
  return { status, report: JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as unknown };
}

describe('the report of a run', () => {
  it('counts, and tells what failed', () => {
    const { status, report } = run(`
      test('holds', () => {});
      test('does not hold', () => { throw new Error('as it must'); });
      test.skip('waits', () => {});
    `);
    expect(status).toBe(1);
    expect(report).toMatchObject({ passed: 1, failed: 1, skipped: 1 });
    expect(report).toMatchObject({ failures: [{ name: 'does not hold', message: expect.stringContaining('as it must') }] });
  });

  it('counts a run that does not end as failed, and ends it', () => {
    const { status, report } = run(`test('leaves a server open', (done) => { require('node:net').createServer().listen(0, '127.0.0.1', done); });`);
    expect(status).toBe(1);
    expect(report).toMatchObject({ passed: 1, failed: 1, skipped: 0 });
    expect(report).toMatchObject({ failures: [{ name: 'the end of the run', message: expect.stringContaining('TCPServerWrap') }] });
  });
});
