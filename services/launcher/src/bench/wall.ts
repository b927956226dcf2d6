/// <reference lib="dom" />
import { setTimeout as sleep } from 'node:timers/promises';
import { launchBrowser } from '@agents-fleet/testing';
import type { CDPSession, Page } from 'playwright-core';
import type { BenchFleet } from './bench-fleet.js';
import { memoryByName } from './process-memory.js';
import type { Row } from './report.js';

/** Prints as an agent does that is at work: a few lines a second. */
const BUSY = 'while :; do date; seq 1 3; sleep 1; done';
const LOOKS = 10;
/** More than this from the first look to the last one is growth and not noise. */
const FLAT = 1.2;

/**
 * Many live terminals in one console: panes that are blank at any look, and the memory of the tab and of the gateway at the first
 * look and at the last. Garbage is collected before each look.
 */
export async function measureWall(fleet: BenchFleet, sessions: number, minutes: number): Promise<Row> {
  const started = await Promise.all(Array.from({ length: sessions }, () => fleet.run(BUSY)));
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    await page.goto(await fleet.signInUrl());
    await page.locator('a[href="/watch"]').first().click();
    await page.locator('.xterm-rows').first().waitFor();
    const tab = await page.context().newCDPSession(page);
    const looks: { heap: number; gateway: number; panes: number; blank: number }[] = [];
    for (let look = 0; look < LOOKS; look += 1) {
      await sleep((minutes * 60_000) / LOOKS);
      looks.push({ heap: await heapOf(tab), gateway: memoryByName(fleet.pid).get('gateway') ?? 0, ...(await panesOf(page)) });
    }
    const [first, last] = [looks[0], looks.at(-1)];
    if (first === undefined || last === undefined) throw new Error('nobody has looked');
    const blank = looks.reduce((sum, look) => sum + look.blank, 0);
    const megabytes = (bytes: number) => (bytes / 1024 ** 2).toFixed(0);
    return {
      measure: `${sessions} live sessions on the wall, ${minutes} min`,
      result: `${blank} blank of ${last.panes} panes in view; tab ${megabytes(first.heap)} to ${megabytes(last.heap)} MB, gateway ${megabytes(first.gateway)} to ${megabytes(last.gateway)} MB`,
      raw: null,
      goal: 'no blank pane, memory flat',
      met: blank === 0 && last.heap <= first.heap * FLAT && last.gateway <= first.gateway * FLAT,
    };
  } finally {
    await browser.close();
    await fleet.client.stopAll(started.map(({ id }) => id));
    for (const session of started) await fleet.ended(session);
  }
}

async function heapOf(tab: CDPSession): Promise<number> {
  await tab.send('HeapProfiler.collectGarbage');
  const { usedSize } = await tab.send('Runtime.getHeapUsage');
  return usedSize;
}

function panesOf(page: Page): Promise<{ panes: number; blank: number }> {
  return page.evaluate(() => {
    const texts = [...document.querySelectorAll('.xterm-rows')].map(({ textContent }) => textContent);
    return { panes: texts.length, blank: texts.filter((text) => text.trim() === '').length };
  });
}
