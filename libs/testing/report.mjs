import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Jest reporter: writes `{suite, passed, failed, skipped}` of one run, for the sum at the end of CI. */
export default class CountReporter {
  constructor(_configuration, options) {
    this.file = options.file;
  }

  onRunComplete(_contexts, results) {
    mkdirSync(dirname(this.file), { recursive: true });
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    writeFileSync(
      this.file,
      `${JSON.stringify({ passed: results.numPassedTests, failed, skipped: results.numPendingTests })}\n`,
    );
  }
}
