/**
 * Sums the reports in `reports/`, repeats what failed, and prints `N passed, N failed`, for `.ci/run`.
 * Every project of the workspace that has specs must have reported, and every suite that is named as a parameter.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');

/** Whether a project's folder has a spec that its normal `test` target runs. */
function hasSpecs(folder) {
  return readdirSync(folder, { recursive: true }).some((file) => /\.spec\.ts$/.test(file) && !/\.e2e\.spec\.ts$/.test(file));
}

const projects = ['libs', 'services', 'web'].flatMap((group) =>
  readdirSync(join(root, group))
    .filter((name) => existsSync(join(root, group, name, 'jest.config.mjs')) && existsSync(join(root, group, name, 'src')))
    .filter((name) => hasSpecs(join(root, group, name, 'src'))),
);
const total = { passed: 0, failed: 0 };
for (const suite of new Set([...projects, ...process.argv.slice(2)])) {
  const file = join(root, 'reports', `jest-${suite}.json`);
  const { passed, failed, skipped, failures = [] } = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { passed: 0, failed: 1, skipped: 0 };
  console.log(`${suite}: ${existsSync(file) ? `${passed} passed, ${failed} failed, ${skipped} skipped` : 'wrote no report'}`);
  for (const { name, message } of failures) console.log(`FAILED ${suite}: ${name}\n${message}\n`);
  total.passed += passed;
  total.failed += failed;
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
