// @ts-check
import { spawn } from 'node:child_process';

/** Of a failed program's output: how it began tells the cause, how it ended the effect. */
const LINES_SHOWN = { first: 15, last: 15 };

/**
 * Runs a program without showing its output; a failure shows the end of it.
 * @param {string} program
 * @param {string[]} parameters
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number}} [options]
 * @returns {Promise<string>} its standard output
 */
export function runQuietly(program, parameters, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      timeout: options.timeoutMs,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let all = '';
    child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      out += text;
      all += text;
    });
    child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      all += text;
    });
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) {
        resolve(out);
        return;
      }
      reject(new Error(`${program} ${parameters.join(' ')} failed (${signal ?? `exit code ${code}`})\n${shortened(all)}`));
    });
  });
}

/** @param {string} text */
function shortened(text) {
  const lines = text.trimEnd().split('\n');
  if (lines.length <= LINES_SHOWN.first + LINES_SHOWN.last) return lines.join('\n');
  return [...lines.slice(0, LINES_SHOWN.first), '…', ...lines.slice(-LINES_SHOWN.last)].join('\n');
}
