/** What the stand-in answers to a prompt: words, or one call of the agent's shell tool or of its subagents. */
export type ScriptedAnswer =
  | { readonly kind: 'words'; readonly words: readonly string[]; readonly pauseMs: number }
  | { readonly kind: 'shell'; readonly command: string }
  | { readonly kind: 'subagent'; readonly prompt: string };

/** How long `count:` waits between two words: slow enough that a test can interfere in the middle of an answer. */
const COUNT_PAUSE_MS = 50;
/** No prompt gets more words than this: a mistyped number can't make an endless answer. */
const MAX_WORDS = 5000;

/**
 * The script of the stand-in, in the prompt itself, so that a test reads in one place what is asked and answered:
 * - `say:<words>` is answered by these words in capitals: an agent echoes the prompt, and the echo isn't the answer
 * - `count:<n>` is answered by `word1 word2 … word<n>`, slowly
 * - `run:<command>` is answered by a call of the shell tool
 * - `again:<n>:<command>` is answered by `n` calls of the shell tool, one after the other
 * - `delegate:<prompt>` is answered by a call of the tool that starts a subagent, which gets this prompt
 *
 * Anything else (titles, warm-ups and other requests of an agent's own) is answered by `ok`.
 */
export function scriptedAnswer(prompt: string): ScriptedAnswer {
  // The last one counts: agents put reminders of their own before the person's words.
  const [, rule, rest = ''] = [...prompt.matchAll(/\b(say|count|run|again|delegate):([^\n]+)/g)].at(-1) ?? [];
  switch (rule) {
    case 'say':
      return words(rest.trim().toUpperCase().split(/\s+/), 0);
    case 'count':
      return words(
        Array.from({ length: Math.min(Number.parseInt(rest, 10) || 1, MAX_WORDS) }, (_, index) => `word${index + 1}`),
        COUNT_PAUSE_MS,
      );
    case 'run':
      return { kind: 'shell', command: rest.trim() };
    case 'again':
      return { kind: 'shell', command: rest.replace(/^\d+:/, '').trim() };
    case 'delegate':
      return { kind: 'subagent', prompt: rest.trim() };
    default:
      return words(['ok'], 0);
  }
}

/**
 * The answer to the result of a tool call: it ends the turn, and repeats the result in capitals.
 * @param prompt of the turn, which may want more calls
 * @param calls how many there were in the turn
 */
export function answerToToolResult(result: string, prompt = '', calls = 1): ScriptedAnswer {
  const [, times = '1'] = /\bagain:(\d+):/.exec(prompt) ?? [];
  if (calls < Number(times)) return scriptedAnswer(prompt);
  return words(['RESULT', ...result.trim().toUpperCase().split(/\s+/)], 0);
}

function words(list: readonly string[], pauseMs: number): ScriptedAnswer {
  return { kind: 'words', words: list.slice(0, MAX_WORDS), pauseMs };
}
