import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** How much of a failure's message is kept, in characters: what was expected and where, not a whole page of it. */
const LONGEST_MESSAGE = 1_500;

/** How long a run may take to end after its last test, in milliseconds, unless the option `endsWithinMs` says otherwise. */
const ENDS_WITHIN_MS = 30_000;

/** What failed, as CI prints it at its end: the name of a test or of a file that didn't load, and the message. */
const failuresOf = ({ testResults }) =>
  testResults.flatMap(({ testFilePath, testExecError, failureMessage, testResults: tests }) =>
    testExecError
      ? [{ name: testFilePath, message: failureMessage ?? String(testExecError) }]
      : tests.filter(({ status }) => status === 'failed').map(({ fullName, failureMessages }) => ({ name: fullName, message: failureMessages.join('\n') })),
  );

/**
 * Jest reporter: writes `{passed, failed, skipped, failures}` of one run, for the sum at the end of CI. A run that does
 * not end, because a test left a socket or a process open, counts one failure more and is ended: it would hold CI up.
 */
export default class CountReporter {
  constructor(_configuration, options) {
    this.file = options.file;
    this.endsWithinMs = options.endsWithinMs ?? ENDS_WITHIN_MS;
  }

  onRunComplete(_contexts, results) {
    const report = {
      passed: results.numPassedTests,
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests,
      failures: failuresOf(results).map(({ name, message }) => ({ name, message: stripVTControlCharacters(message).slice(0, LONGEST_MESSAGE) })),
    };
    this.write(report);
    setTimeout(() => {
      const message = `The run did not end within ${this.endsWithinMs / 1000} s of its last test. Open: ${process.getActiveResourcesInfo().join(', ')}`;
      console.error(message);
      this.write({ ...report, failed: report.failed + 1, failures: [...report.failures, { name: 'the end of the run', message }] });
      process.exit(1);
    }, this.endsWithinMs).unref();
  }

  write(report) {
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(this.file, `${JSON.stringify(report)}\n`);
  }
}
