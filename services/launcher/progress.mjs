// @ts-check
/** A step that takes longer than this says that it is still at it. */
const STILL_AT_IT_MS = 15_000;

const seconds = (/** @type {number} */ since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** One line for the person who waits. On stderr: stdout carries results. @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Tells that a slow step begins, that it goes on, and how long it took.
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(what, work) {
  const since = Date.now();
  say(`  ${what} …`);
  const reminder = setInterval(() => say(`  ${what} … (${seconds(since)})`), STILL_AT_IT_MS);
  try {
    const result = await work();
    say(`  ${what}: done in ${seconds(since)}`);
    return result;
  } finally {
    clearInterval(reminder);
  }
}
