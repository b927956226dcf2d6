/// <reference lib="dom" />
import type { Page } from 'playwright-core';

/** What is not on the screen after so long never will be, in milliseconds. */
const GIVEN_UP_AFTER_MS = 30_000;
/** Px of a step of the wheel, and how many there are: some 1,400 lines. */
const STEP_PX = 400;
const STEPS = 100;
/** Places that the scroll bar is dragged to. */
export const JUMPS = 20;

/** A rectangle, px. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
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

/** Scrolls with the wheel as fast as a person spins it, then jumps as a drag of the scroll bar does. @param scroller what is scrolled */
export async function scrollAbout(page: Page, scroller: string): Promise<void> {
  const box = await boxOf(page, scroller);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
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
}

/** @returns where an element is, px of the page */
export async function boxOf(page: Page, selector: string): Promise<Box> {
  const box = await page.locator(selector).boundingBox();
  if (box === null) throw new Error(`${selector} is not on the page`);
  return box;
}
