import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** How much of a failure's message is kept, in characters: what was expected and where, not a whole page of it. */
const LONGEST_MESSAGE = 1_500;

/** What failed, as CI prints it at its end: the name of a test or of a file that didn't load, and the message. */
const failuresOf = ({ testResults }) =>
  testResults.flatMap(({ testFilePath, testExecError, failureMessage, testResults: tests }) =>
    testExecError
      ? [{ name: testFilePath, message: failureMessage ?? String(testExecError) }]
      : tests.filter(({ status }) => status === 'failed').map(({ fullName, failureMessages }) => ({ name: fullName, message: failureMessages.join('\n') })),
  );

/** Jest reporter: writes `{passed, failed, skipped, failures}` of one run, for the sum at the end of CI. */
export default class CountReporter {
  constructor(_configuration, options) {
    this.file = options.file;
  }

  onRunComplete(_contexts, results) {
    mkdirSync(dirname(this.file), { recursive: true });
    const report = {
      passed: results.numPassedTests,
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests,
      failures: failuresOf(results).map(({ name, message }) => ({ name, message: stripVTControlCharacters(message).slice(0, LONGEST_MESSAGE) })),
    };
    writeFileSync(this.file, `${JSON.stringify(report)}\n`);
  }
}
