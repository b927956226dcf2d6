import { beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '@agents-fleet/platform';
import { waitFor } from '@agents-fleet/testing';
import { RecordedTerminal } from '../spec-support/recorded-terminal.js';
import { SpecViewer, type SpecViewerOptions } from '../spec-support/spec-viewer.js';
import { SessionFeed } from './session-feed.js';

const CHUNK = 64 * 1024;
const turns = (ms = 30) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a feed with a line to its terminal', () => {
  let record: RecordedTerminal;
  let feed: SessionFeed;
  beforeEach(async () => {
    record = new RecordedTerminal();
    feed = await SessionFeed.open({ id: '01K', runnerId: 'box' }, { stored: record, live: record.live, lines: record.line }, createLogger('spec', 'silent'));
  });

  const watch = (options: SpecViewerOptions = {}) => new SpecViewer(feed, record, { history: 'all', ...options });
  const reaches = (viewer: SpecViewer, n: number) => waitFor(() => viewer.last >= n, { what: `chunk ${n} after ${viewer.story.join(', ')}` });

  it('given the next chunk by the line, then the log rests, and each chunk comes once', async () => {
    record.print(5, 100);
    feed.follow();
    const viewer = watch();
    await reaches(viewer, 5);
    record.line.open();
    for (let printed = 0; printed < 20; printed += 1) record.print(1, 100);
    expect([viewer.last, viewer.disorder, record.logReaders]).toEqual([25, null, 0]);
    expect(record.line.said).toBe(20);
    feed.close();
  });

  it('given a line that is opened in the middle of a burst, then the log brings what it did not, and rests again', async () => {
    record.print(200, 100);
    record.line.open();
    feed.follow();
    record.line.open();
    record.print(10, 100);
    const viewer = watch();
    await reaches(viewer, 210);
    record.print(10, 100);
    await reaches(viewer, 220);
    await waitFor(() => record.logReaders === 0);
    expect([viewer.story, viewer.disorder]).toEqual([['1-220'], null]);
    feed.close();
  });

  it('given a line that is cut, then the log goes on where it was, and rests when there is another', async () => {
    feed.follow();
    record.line.open();
    const viewer = watch();
    record.print(300, 1_000);
    await reaches(viewer, 300);
    record.store(290);
    record.line.cut();
    record.print(10, 1_000);
    await reaches(viewer, 310);
    // From where the read models are, and not from the beginning.
    expect(record.logReads.at(-1)).toBe(291);
    record.line.open();
    record.print(1, 1_000);
    await reaches(viewer, 311);
    expect([viewer.story, viewer.disorder, record.logReaders]).toEqual([['1-311'], null, 0]);
    feed.close();
  });

  it('given a line that is cut while the read models are far behind, then the log is read from the place that it told', async () => {
    feed.follow();
    record.line.open();
    const viewer = watch();
    // No more at once than the viewer may be behind: all of it comes by the line.
    for (let n = 20; n <= 100; n += 20) {
      record.print(20, CHUNK);
      await reaches(viewer, n);
    }
    record.line.tellPlace(101, 95);
    record.print(20, CHUNK);
    await reaches(viewer, 120);
    record.line.cut();
    record.print(5, 100);
    await reaches(viewer, 125);
    expect([record.logReads.at(-1), viewer.story, viewer.disorder]).toEqual([96, ['1-125'], null]);
    feed.close();
  });

  it('given a place that is told behind a gap, then what is missing before it is still found', async () => {
    feed.follow();
    record.line.open();
    const viewer = watch();
    record.print(62, CHUNK);
    await reaches(viewer, 62);
    record.holdLog();
    record.line.leave();
    record.print(10, CHUNK);
    await waitFor(() => record.line.listens);
    record.line.tellPlace(73, 72);
    record.releaseLog();
    await reaches(viewer, 72);
    const reader = await feed.readAgain(66);
    expect((await reader.read(66, 73, 10 * CHUNK)).map(({ n }) => n)).toEqual([66, 67, 68, 69, 70, 71, 72]);
    reader.close();
    feed.close();
  });

  it('given output that comes too fast for the connection, then the log brings it, and the line is heard again', async () => {
    feed.follow();
    record.line.open();
    const viewer = watch();
    record.print(5, 100);
    record.line.leave();
    record.print(50, 100);
    await reaches(viewer, 55);
    await waitFor(() => record.line.listens);
    record.print(1, 100);
    await reaches(viewer, 56);
    await waitFor(() => record.logReaders === 0);
    expect([viewer.story, viewer.disorder]).toEqual([['1-56'], null]);
    feed.close();
  });

  it('given viewers that take nothing, then nothing is heard for them, and all of it comes when they go on', async () => {
    feed.follow();
    record.line.open();
    const viewer = watch({ painting: false });
    record.print(300, CHUNK);
    await turns();
    expect([record.line.listens, feed.lastChunk < 60]).toEqual([false, true]);
    viewer.paint();
    await reaches(viewer, 300);
    record.print(5, 100);
    await reaches(viewer, 305);
    await waitFor(() => record.line.listens && record.logReaders === 0);
    expect([viewer.story, viewer.disorder]).toEqual([['1-305'], null]);
    feed.close();
  });

  it('given a log that is far behind its line, then it holds only a little of what the line brings before its turn', async () => {
    record.holdLog();
    record.print(1, CHUNK);
    feed.follow();
    record.line.open();
    const viewer = watch();
    record.print(500, CHUNK);
    expect(record.line.said).toBeLessThan(40);
    record.releaseLog();
    await reaches(viewer, 501);
    expect([viewer.story, viewer.disorder]).toEqual([['1-501'], null]);
    feed.close();
  });

  it('given that it is closed, then it hears nothing any more', async () => {
    feed.follow();
    record.line.open();
    record.print(1, 100);
    feed.close();
    record.print(1, 100);
    await turns();
    expect([feed.lastChunk, record.line.listens, record.logReaders]).toEqual([1, false, 0]);
  });
});
