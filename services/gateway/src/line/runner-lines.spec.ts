import { describe, expect, it } from '@jest/globals';
import { createLogger } from '@agents-fleet/platform';
import { HandClock } from '@agents-fleet/terminal/hand-clock';
import { type LineClient, type LineEars, type TerminalLine } from '@agents-fleet/terminal-line';
import { RunnerLines } from './runner-lines.js';

const settled = () => new Promise(setImmediate);

/** Runners whose lines a spec makes, and cuts. */
function runners() {
  const clock = new HandClock();
  const story: string[] = [];
  const test: { isThere: boolean; cut: () => void } = { isThere: true, cut: () => undefined };
  const lines = new RunnerLines(
    {
      ask: (runnerId) => {
        story.push(`ask ${runnerId}`);
        return Promise.resolve({ path: `/run/${runnerId}`, key: 'k' });
      },
      connect: (path, _key, closed) => {
        if (!test.isThere) return Promise.reject(new Error('ENOENT'));
        story.push(`connect ${path}`);
        test.cut = closed;
        const open = (sessionId: string, _ears: LineEars): TerminalLine => {
          story.push(`open ${sessionId}`);
          return { listen: () => undefined, rest: () => undefined, type: () => Promise.resolve(null), close: () => story.push(`close ${sessionId}`) };
        };
        return Promise.resolve({ open, close: () => story.push(`hang up ${path}`) } as unknown as LineClient);
      },
    },
    clock,
    createLogger('spec', 'silent'),
  );
  const hear = (runnerId: string, sessionId: string) =>
    lines.hear(runnerId, sessionId, {
      opened: () => story.push(`${sessionId} opened`),
      lost: () => story.push(`${sessionId} lost`),
      chunk: () => undefined,
      place: () => undefined,
      rested: () => undefined,
    });
  return { lines, clock, story, hear, test };
}

describe('lines to runners', () => {
  it('share one connection a runner', async () => {
    const { hear, story, lines } = runners();
    const leave = hear('box', 'a');
    hear('box', 'b');
    await settled();
    hear('box', 'c');
    expect(story).toEqual(['ask box', 'connect /run/box', 'open a', 'a opened', 'open b', 'b opened', 'open c', 'c opened']);
    expect(lines.lineTo('box', 'b')).not.toBeNull();
    expect([lines.lineTo('box', 'd'), lines.lineTo('other', 'a')]).toEqual([null, null]);
    leave();
    expect(story.at(-1)).toBe('close a');
    expect(lines.lineTo('box', 'a')).toBeNull();
  });

  it('are tried again, ever more seldom, where there are none', async () => {
    const { hear, story, clock, test } = runners();
    test.isThere = false;
    hear('box', 'a');
    await settled();
    for (const ms of [499, 1, 999, 1]) {
      clock.pass(ms);
      await settled();
    }
    expect(story).toEqual(['ask box', 'ask box', 'ask box']);
    test.isThere = true;
    clock.pass(2_000);
    await settled();
    expect(story.slice(3)).toEqual(['ask box', 'connect /run/box', 'open a', 'a opened']);
  });

  it('come back after they were cut, with the key of the runner’s next life', async () => {
    const { hear, story, clock, test, lines } = runners();
    hear('box', 'a');
    await settled();
    test.cut();
    expect(story.at(-1)).toBe('a lost');
    expect(lines.lineTo('box', 'a')).toBeNull();
    clock.pass(500);
    await settled();
    expect(story.slice(5)).toEqual(['ask box', 'connect /run/box', 'open a', 'a opened']);
  });

  it('ask nobody once nobody hears, or they are closed', async () => {
    const { hear, story, clock, test, lines } = runners();
    const leave = hear('box', 'a');
    await settled();
    leave();
    test.cut();
    clock.pass(60_000);
    await settled();
    expect(story.filter((line) => line === 'ask box')).toHaveLength(1);
    hear('box', 'b');
    await settled();
    lines.close();
    expect(story.at(-1)).toBe('hang up /run/box');
  });
});
