/// <reference lib="dom" />
import type { Page } from 'playwright-core';

/** What is not on the screen after so long never will be, in milliseconds. */
const GIVEN_UP_AFTER_MS = 30_000;
/** Px of a step of the wheel, and how many there are: some 1,400 lines. */
const STEP_PX = 400;
const STEPS = 100;
/** Places that the scroll bar is dragged to. */
const JUMPS = 20;

/** Frames that were drawn, and those of them in which a part of the view had nothing in it. */
export interface Frames {
  drawn: number;
  blank: number;
}

/** Follows the link to the Changes tab. @returns milliseconds from the click to a frame with both the tree and lines of a file */
export function openChanges(page: Page, sessionId: string): Promise<number> {
  return page.evaluate(
    ({ link, givenUpAfterMs }) =>
      new Promise<number>((resolve, reject) => {
        const begun = performance.now();
        const look = () => {
          const [node, line] = [document.querySelector('[role=treeitem]'), document.querySelector('[role=grid] [role=row]')];
          if (node?.textContent && line?.textContent) resolve(performance.now() - begun);
          else if (performance.now() - begun > givenUpAfterMs) reject(new Error(`no changes behind ${link} on ${location.pathname}`));
          else requestAnimationFrame(look);
        };
        document.querySelector<HTMLElement>(link)?.click();
        requestAnimationFrame(look);
      }),
    { link: `a[href="/sessions/${sessionId}/changes"]`, givenUpAfterMs: GIVEN_UP_AFTER_MS },
  );
}

/**
 * Scrolls with the wheel as fast as a person spins it, then jumps as a drag of the scroll bar does. After each frame it is
 * looked whether there is a row near the top, in the middle and near the bottom of the view.
 * @param scroller what is scrolled
 * @param row what must be found at each place in it
 */
export async function scrollAndWatch(page: Page, scroller: string, row: string): Promise<Frames> {
  const box = await page.locator(scroller).boundingBox();
  if (box === null) throw new Error(`${scroller} is not there to be scrolled`);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const watch = await page.evaluateHandle(
    ({ scroller, row }) => {
      const element = document.querySelector<HTMLElement>(scroller);
      if (element === null) throw new Error(`no ${scroller}`);
      const frames = { drawn: 0, blank: 0, stopped: false };
      const { left, top, width, height } = element.getBoundingClientRect();
      const hasRowAt = (share: number) => (document.elementFromPoint(left + width / 2, top + height * share)?.closest(row) ?? null) !== null;
      // A message that is posted within a frame comes once that frame is drawn.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        frames.drawn += 1;
        if (![0.05, 0.5, 0.95].every(hasRowAt)) frames.blank += 1;
      };
      const next = () => {
        if (frames.stopped) return;
        port2.postMessage(null);
        requestAnimationFrame(next);
      };
      requestAnimationFrame(next);
      return frames;
    },
    { scroller, row },
  );
  for (let step = 0; step < STEPS; step += 1) await page.mouse.wheel(0, STEP_PX);
  await page.evaluate(
    async ({ scroller, jumps }) => {
      const element = document.querySelector<HTMLElement>(scroller);
      // Not within a frame, where it would be too late for that one: a person's drag comes between frames, too.
      const rest = () => new Promise((resolve) => { setTimeout(resolve, 60); });
      for (let jump = 1; element !== null && jump <= jumps; jump += 1) {
        element.scrollTop = ((jump * 0.618) % 1) * (element.scrollHeight - element.clientHeight);
        await rest();
      }
    },
    { scroller, jumps: JUMPS },
  );
  return watch.evaluate((frames) => {
    frames.stopped = true;
    return { drawn: frames.drawn, blank: frames.blank };
  });
}
