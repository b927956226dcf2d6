import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from '@agents-fleet/contracts';
import { TerminalScreen } from '@agents-fleet/terminal';
import { launchBrowser, waitFor } from '@agents-fleet/testing';
import type { Page } from 'playwright-core';
import type { BenchFleet } from './bench-fleet.js';
import { writeNumberedLines } from './lines-file.js';
import { percentile } from './percentile.js';
import { openAndWatch, seekTo, type Opening } from './replay-page.js';
import type { Row } from './report.js';

const FIRST_PAINT_GOAL_MS = 150;
const END_GOAL_MS = 400;
const SEEK_GOAL_MS = 250;
/** Each opening leads there from the list of sessions, in a console that has shown a replay before. */
const OPENINGS = 5;
/** So long after the newest state of a terminal there will be no other, in milliseconds. */
const STATES_REST_MS = 5_000;
/** A terminal of less needs no state. */
const SHORT_BYTES = 1e6;
/** The golden ratio spreads places evenly and visits none in order. */
const SPREAD = (Math.sqrt(5) - 1) / 2;

/** A long recording in a real browser: how soon something is seen, and its end, and any moment of it. */
export async function measureReplay(fleet: BenchFleet, megabytes: number, seeks: number): Promise<Row[]> {
  const path = join(fleet.repo, 'numbered.txt');
  const lines = await writeNumberedLines(path, megabytes);
  const session = await record(fleet, `cat ${path}`);
  const other = await record(fleet, 'echo line 0');
  const linearMs = await paintLinearly(await fleet.client.terminal(session.id));
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(await fleet.signInUrl());
    const terminals: Opening[] = [];
    const replays: Opening[] = [];
    for (let round = 0; round <= OPENINGS; round += 1) {
      // The first ones load the programs of these pages, too, and don't count.
      const [{ id }, wanted] = round === 0 ? [other, 'line 0'] : [session, `line ${lines}`];
      await toList(page);
      const terminal = await openAndWatch(page, `a[href^="/sessions/${id}"]`, wanted);
      const replay = await openAndWatch(page, `a[href="/sessions/${id}/replay"]`, wanted);
      if (round > 0) terminals.push(terminal);
      if (round > 0) replays.push(replay);
    }
    const times: number[] = [];
    for (let seek = 1; seek <= seeks; seek += 1) times.push(await seekTo(page, 0.01 + 0.98 * ((seek * SPREAD) % 1)));
    return rows(megabytes, { terminals, replays }, times, linearMs);
  } finally {
    await browser.close();
  }
}

interface Openings {
  terminals: readonly Opening[];
  replays: readonly Opening[];
}

function rows(megabytes: number, { terminals, replays }: Openings, seeks: readonly number[], linearMs: number): Row[] {
  const worst = (openings: readonly Opening[], of: (opening: Opening) => number) => Math.max(...openings.map(of));
  const seek = percentile(seeks, 0.95);
  const raw = `${(linearMs / 1000).toFixed(1)} s to paint all of it, without a browser`;
  const opening = (what: string, openings: readonly Opening[]): Row => {
    const [first, end] = [worst(openings, ({ firstMs }) => firstMs), worst(openings, ({ endMs }) => endMs)];
    return {
      measure: `${what} of ${megabytes} MB in Chromium, worst of ${openings.length}`,
      result: `first paint ${first.toFixed(0)} ms, end ${end.toFixed(0)} ms`,
      raw,
      goal: `<= ${FIRST_PAINT_GOAL_MS} ms, <= ${END_GOAL_MS} ms`,
      met: first <= FIRST_PAINT_GOAL_MS && end <= END_GOAL_MS,
    };
  };
  return [
    opening('terminal', terminals),
    opening('replay', replays),
    {
      measure: `replay of ${megabytes} MB in Chromium, ${seeks.length} seeks`,
      result: `p50 ${percentile(seeks, 0.5).toFixed(0)} ms, p95 ${seek.toFixed(0)} ms`,
      raw,
      goal: `p95 <= ${SEEK_GOAL_MS} ms`,
      met: seek <= SEEK_GOAL_MS,
    },
  ];
}

/** Runs a command to its end, and waits until its terminal can be jumped into. */
async function record(fleet: BenchFleet, command: string): Promise<Session> {
  const session = await fleet.run(command);
  await fleet.ended(session);
  const ended = await fleet.recorded(session);
  // States are made behind the record, the last one last: they are all there once none has come for a while.
  let newest = -1;
  await waitFor(
    async () => {
      await sleep(STATES_REST_MS);
      const [first] = await fleet.frames(ended, ended.lastChunk);
      const before = newest;
      newest = first?.kind === 'snapshot' ? first.n : 0;
      return newest === before && (newest > 0 || ended.bytes < SHORT_BYTES);
    },
    { timeoutMs: 300_000, what: 'the states of a long terminal' },
  );
  return ended;
}

/** What there is without kept states: everything, from the first byte on. */
async function paintLinearly(bytes: Uint8Array): Promise<number> {
  const screen = await TerminalScreen.open(120, 32);
  const begun = performance.now();
  for (let from = 0; from < bytes.length; from += 1024 * 1024) await screen.write(bytes.subarray(from, from + 1024 * 1024));
  screen.dispose();
  return performance.now() - begun;
}

async function toList(page: Page): Promise<void> {
  await page.locator('a[href="/"]').first().click();
  await page.locator('.xterm-rows').waitFor({ state: 'detached' });
  await page.locator('li[data-id] a').first().waitFor();
}
