/// <reference lib="dom" />
import type { Page } from 'playwright-core';

/** What is not on the screen after so long never will be, in milliseconds. */
const GIVEN_UP_AFTER_MS = 30_000;

/** Milliseconds from a click to the first line on the screen, and to the one that was waited for. */
export interface Opening {
  firstMs: number;
  endMs: number;
}

/**
 * Follows a link of the console and watches what is drawn, in the page itself and frame by frame.
 * @param wanted text of which the screen must show a line
 * @throws Error when it doesn't come
 */
export function openAndWatch(page: Page, link: string, wanted: string): Promise<Opening> {
  return page.evaluate(
    ({ link, wanted, givenUpAfterMs }) =>
      new Promise<{ firstMs: number; endMs: number }>((resolve, reject) => {
        const begun = performance.now();
        const earlier = document.querySelector('.xterm-rows');
        let firstMs: number | null = null;
        const look = () => {
          const rows = document.querySelector('.xterm-rows');
          const text = rows === earlier ? '' : (rows?.textContent ?? '');
          if (text.includes('line ')) firstMs ??= performance.now() - begun;
          if (firstMs !== null && text.includes(wanted)) resolve({ firstMs, endMs: performance.now() - begun });
          else if (performance.now() - begun > givenUpAfterMs) reject(new Error(`${wanted} never came behind ${link} on ${location.pathname}: ${text}`));
          else requestAnimationFrame(look);
        };
        document.querySelector<HTMLElement>(link)?.click();
        requestAnimationFrame(look);
      }),
    { link, wanted, givenUpAfterMs: GIVEN_UP_AFTER_MS },
  );
}

/** Presses the timeline at a share of its length. @returns milliseconds from the press to the painted screen */
export async function seekTo(page: Page, share: number): Promise<number> {
  const track = await page.locator('[role=slider]').boundingBox();
  if (track === null) throw new Error('the replay has no timeline');
  // First the watcher, then the press: the browser may take them in another order when they are sent together.
  const watcher = await page.evaluateHandle((givenUpAfterMs) => {
    const painted = new Promise<number>((resolve, reject) => {
      const press = () => {
        const begun = performance.now();
        const cells = document.querySelector('[data-painted]');
        const before = cells?.getAttribute('data-painted');
        const look = () => {
          // The frame after that is the one in which it is drawn.
          if (cells?.getAttribute('data-painted') !== before) requestAnimationFrame(() => { resolve(performance.now() - begun); });
          else if (performance.now() - begun > givenUpAfterMs) reject(new Error(`still at chunk ${before}: ${document.querySelector('.term-bar')?.textContent}`));
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      };
      window.addEventListener('pointerdown', press, { once: true, capture: true });
    });
    return { painted };
  }, GIVEN_UP_AFTER_MS);
  await page.mouse.click(track.x + track.width * share, track.y + track.height / 3);
  return watcher.evaluate(({ painted }) => painted);
}
