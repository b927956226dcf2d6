import { beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '@agents-fleet/platform';
import { waitFor } from '@agents-fleet/testing';
import { RecordedTerminal } from '../spec-support/recorded-terminal.js';
import { SpecViewer, type SpecViewerOptions } from '../spec-support/spec-viewer.js';
import { SessionFeed } from './session-feed.js';

const KIB = 1024;
const MIB = 1024 * KIB;
/** Chunks of this size: 16 make a mebibyte. */
const CHUNK = 64 * KIB;

describe('a viewer that need not see every chunk', () => {
  let record: RecordedTerminal;
  beforeEach(() => { record = new RecordedTerminal(); });

  const open = async () => {
    const feed = await SessionFeed.open({ id: '01K', runnerId: 'box' }, { stored: record, live: record.live, lines: record.line }, createLogger('spec', 'silent'));
    feed.follow();
    return feed;
  };
  const watch = (feed: SessionFeed, options: SpecViewerOptions = {}) => new SpecViewer(feed, record, options);
  const reaches = (viewer: SpecViewer, n: number) => waitFor(() => viewer.last >= n, { what: `chunk ${n} after ${viewer.story.join(', ')}` });

  it('given a long session, then it begins with the newest state and goes on behind it, once', async () => {
    record.print(160, CHUNK);
    record.store(150);
    record.keepState(60, 200 * KIB);
    record.keepState(140, 200 * KIB);
    const feed = await open();
    const viewer = watch(feed);
    await reaches(viewer, 160);
    record.print(3, 10);
    await reaches(viewer, 163);
    expect([viewer.story, viewer.disorder]).toEqual([['snapshot 140', '141-163'], null]);
    expect(viewer.messages).toEqual([{ type: 'caught_up', channel: 0, chunk: 160 }]);
    feed.close();
  });

  it('given a client that takes the scrollback later, then the screen comes before the first state, and never again', async () => {
    record.print(160, CHUNK);
    record.store(150);
    record.keepState(140, 200 * KIB, `${'above\n'.repeat(1_000)}last`);
    const feed = await open();
    const viewer = watch(feed, { screenFirst: true });
    await reaches(viewer, 160);
    expect([viewer.story, viewer.disorder]).toEqual([[`screen of ${59 * 'above\n'.length + 'last'.length} bytes`, 'snapshot 140', '141-160'], null]);
    // One that has painted something already has a screen.
    const returning = watch(feed, { screenFirst: true, after: 1 });
    await reaches(returning, 160);
    expect(returning.story).toEqual(['snapshot 140', '141-160']);
    feed.close();
  });

  it('given a client that does not ask for it, then it gets every chunk', async () => {
    record.print(160, CHUNK);
    record.store();
    record.keepState(140, 200 * KIB);
    const feed = await open();
    const viewer = watch(feed, { history: 'all' });
    await reaches(viewer, 160);
    expect([viewer.story, record.stateReads]).toEqual([['1-160'], 0]);
    feed.close();
  });

  it('given a short session without a state, or one with a state larger than what it skips, then it gets every chunk', async () => {
    record.print(20, 100);
    record.store(15);
    const feed = await open();
    const viewer = watch(feed);
    await reaches(viewer, 20);
    record.keepState(15, 1_500);
    record.keepState(12, 1_200);
    const second = watch(feed);
    await reaches(second, 20);
    expect([viewer.story, second.story]).toEqual([['1-20'], ['1-20']]);
    feed.close();
  });

  it('given one that comes back near the end, then it goes on where it was; far from it, by a state', async () => {
    record.print(160, CHUNK);
    record.store();
    record.keepState(155, 200 * KIB);
    const feed = await open();
    const near = watch(feed, { after: 130 });
    const far = watch(feed, { after: 100 });
    const behind = watch(feed, { after: 157 });
    for (const viewer of [near, far, behind]) await reaches(viewer, 160);
    expect([near.story, far.story, behind.story]).toEqual([['131-160'], ['snapshot 155', '156-160'], ['158-160']]);
    feed.close();
  });

  it('given a state that is too large to be held for one who is stopped, then one who is behind gets the chunks, and one who comes gets it', async () => {
    record.print(200, CHUNK);
    record.store(1);
    const feed = await open();
    const [others, behind] = [watch(feed, { history: 'all' }), watch(feed, { painting: false })];
    await reaches(others, 200);
    record.store();
    record.keepState(190, 4 * MIB);
    behind.paint();
    await reaches(behind, 200);
    const fresh = watch(feed);
    await reaches(fresh, 200);
    expect([behind.story, fresh.story]).toEqual([['1-200'], ['snapshot 190', '191-200']]);
    feed.close();
  });

  it('given a state that can’t be read, then it gets the chunks', async () => {
    record.print(160, CHUNK);
    record.store();
    record.stateBefore = () => Promise.reject(new Error('the file is damaged'));
    const feed = await open();
    const viewer = watch(feed);
    await reaches(viewer, 160);
    expect(viewer.story).toEqual(['1-160']);
    feed.close();
  });

  it('given output that comes while it is looked for a state, then nothing overtakes the state', async () => {
    record.print(64, CHUNK);
    record.store(60);
    record.keepState(50, 10 * KIB);
    const feed = await open();
    record.meanwhile = () => {
      if (record.lastChunk < 104) record.print(10, CHUNK);
    };
    const viewer = watch(feed);
    await reaches(viewer, 104);
    expect([viewer.story, viewer.disorder]).toEqual([['snapshot 50', '51-104'], null]);
    feed.close();
  });

  describe('that was stopped', () => {
    it('goes on by a state when it is far behind, and the log is followed from there', async () => {
      record.print(4, CHUNK);
      record.store();
      const feed = await open();
      const viewer = watch(feed, { painting: false });
      await reaches(viewer, 4);
      record.print(800, CHUNK);
      await waitFor(() => viewer.last > 10);
      record.store(790);
      record.keepState(780, 300 * KIB);
      feed.storedUpTo(790);
      await new Promise((resolve) => setTimeout(resolve, 50));
      const stoppedAt = viewer.last;
      expect(feed.lastChunk).toBeLessThan(200);
      viewer.paint();
      await reaches(viewer, 804);
      expect([viewer.story, viewer.disorder]).toEqual([[`1-${stoppedAt}`, 'snapshot 780', '781-804'], null]);
      expect(record.logReads.at(-1)).toBe(791);
      feed.close();
    });

    it('waits with the state until it has painted most of what was on the way', async () => {
      record.print(400, CHUNK);
      record.store(1);
      const feed = await open();
      const others = watch(feed, { history: 'all' });
      const viewer = watch(feed, { painting: false });
      await reaches(others, 400);
      record.store(395);
      record.keepState(390, MIB);
      await reaches(viewer, 16);
      const stoppedAt = viewer.last;
      viewer.viewer.acknowledge(stoppedAt - 8);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(viewer.last).toBe(stoppedAt);
      viewer.paint();
      await reaches(viewer, 400);
      expect([viewer.story, viewer.disorder]).toEqual([[`1-${stoppedAt}`, 'snapshot 390', '391-400'], null]);
      expect(viewer.mostHeld).toBeLessThan(1.5 * MIB);
      feed.close();
    });

    it('reads on when it is a little behind, and when states are far behind, too', async () => {
      record.print(400, CHUNK);
      record.store(1);
      const feed = await open();
      const others = watch(feed, { history: 'all' });
      const [little, far] = [watch(feed, { after: 350, painting: false }), watch(feed, { painting: false })];
      await reaches(others, 400);
      record.store();
      record.keepState(30, 100 * KIB);
      for (const viewer of [little, far]) viewer.paint();
      for (const viewer of [little, far]) await reaches(viewer, 400);
      expect([little.story, far.story]).toEqual([['351-400'], ['1-400']]);
      feed.close();
    });

    it('is looked for again while it reads on, once a mebibyte', async () => {
      record.print(640, CHUNK);
      record.store(1);
      const feed = await open();
      const others = watch(feed, { history: 'all' });
      const viewer = watch(feed, { painting: false });
      await reaches(others, 640);
      record.store();
      record.meanwhile = () => {
        if (viewer.last < 200) return;
        record.keepState(560, 100 * KIB);
        record.meanwhile = () => undefined;
      };
      viewer.paint();
      await reaches(viewer, 640);
      expect([viewer.story.slice(1), viewer.disorder]).toEqual([['snapshot 560', '561-640'], null]);
      expect(record.stateReads).toBeLessThan(40);
      feed.close();
    });

    it('and is the only one lets the feed wait, which keeps half of what it keeps for those who paint', async () => {
      record.print(70, CHUNK);
      const feed = await open();
      const viewer = watch(feed);
      await reaches(viewer, 70);
      viewer.painting = false;
      record.print(200, CHUNK);
      const kept = () => feed.lastChunk - feed.firstRecent + 1;
      await waitFor(() => kept() <= 32, { what: 'a smaller ring' });
      expect(feed.lastChunk).toBeLessThan(150);
      viewer.paint();
      await reaches(viewer, 270);
      expect([viewer.story, viewer.disorder]).toEqual([['1-270'], null]);
      feed.close();
    });

    it('costs its window or a state, never more, and others nothing', async () => {
      record.print(4, CHUNK);
      record.store();
      const feed = await open();
      const stopped = watch(feed, { painting: false });
      const watching = [watch(feed), watch(feed, { history: 'all' })];
      for (let round = 0; round < 10; round += 1) {
        record.print(100, CHUNK);
        record.store(record.lastChunk - 20);
        record.keepState(record.lastChunk - 30, 3.2 * MIB);
        feed.storedUpTo(record.lastChunk - 20);
        for (const viewer of watching) await reaches(viewer, record.lastChunk);
        // It wakes, takes one state and sleeps again.
        if (round % 5 === 4) {
          stopped.paint();
          await waitFor(() => stopped.story.at(-1)?.startsWith('snapshot') === true || stopped.last === record.lastChunk);
          stopped.painting = false;
        }
      }
      expect(stopped.mostHeld).toBeLessThan(3.5 * MIB);
      expect([stopped.disorder, ...watching.map(({ disorder }) => disorder)]).toEqual([null, null, null]);
      stopped.paint();
      await reaches(stopped, record.lastChunk);
      expect([stopped.disorder, watching[1]?.story]).toEqual([null, [`1-${record.lastChunk}`]]);
      feed.close();
    });
  });

  it('is told when the record is removed before it has got it', async () => {
    record.print(100, CHUNK);
    record.store();
    const feed = await open();
    feed.markEnded(100);
    const [stopped, done] = [watch(feed, { painting: false }), watch(feed)];
    await reaches(done, 100);
    feed.markRemoved();
    expect(stopped.messages.at(-1)).toMatchObject({ type: 'error', channel: 0, message: expect.stringContaining('not kept') });
    expect(done.messages.at(-1)).toMatchObject({ type: 'ended' });
    expect(feed.viewers).toBe(1);
  });
});
