// @ts-check
import { spawn } from 'node:child_process';

const LINES_SHOWN_ON_FAILURE = 25;

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
      const end = all.trimEnd().split('\n').slice(-LINES_SHOWN_ON_FAILURE).join('\n');
      reject(new Error(`${program} ${parameters.join(' ')} failed (${signal ?? `exit code ${code}`})\n${end}`));
    });
  });
}
