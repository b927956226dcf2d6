/// <reference lib="dom" />
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { boxOf, type Box } from './changes-page.js';

/** Of a part of the view that must have something in it: two of the tallest rows, so that at least one is whole. */
const PART_PX = 56;
/** Between the lightest and the darkest of a part with letters in it there is more than this, of 255. */
const LETTERS = 60;
/** For the last frame to arrive, in milliseconds. */
const LAST_FRAME_MS = 300;

/** Frames that came to the screen, and those of them in which a part of the view had nothing in it. */
export interface Frames {
  drawn: number;
  blank: number;
}

/**
 * Looks at what the browser really showed, by its own screencast: the compositor scrolls without the page, so that the page's elements can't tell.
 * @param selector what is looked at, in parts of 56 px and half its width
 * @param act what happens meanwhile
 * @param atLeast so many frames it draws; fewer were not filmed
 * @throws Error when they were not
 */
export async function filmedFrames(page: Page, selector: string, act: () => Promise<void>, atLeast: number): Promise<Frames> {
  const pictures: string[] = [];
  const box = await boxOf(page, selector);
  const devtools = await page.context().newCDPSession(page);
  devtools.on('Page.screencastFrame', ({ data, sessionId }) => {
    pictures.push(data);
    // One that comes after the end is answered to nobody.
    devtools.send('Page.screencastFrameAck', { sessionId }).catch(() => undefined);
  });
  await devtools.send('Page.startScreencast', { format: 'png' });
  await act();
  await sleep(LAST_FRAME_MS);
  await devtools.send('Page.stopScreencast');
  await devtools.detach();
  if (pictures.length < atLeast) throw new Error(`only ${pictures.length} frames of ${selector} were filmed`);
  const viewer = await page.context().browser()?.newPage();
  if (viewer === undefined) throw new Error('no browser to look at pictures');
  let blank = 0;
  for (const picture of pictures) if ((await faintestPart(viewer, picture, box)) < LETTERS) blank += 1;
  await viewer.close();
  return { drawn: pictures.length, blank };
}

/** @returns the least difference of lightness within a part of the box, 0 to 255 */
function faintestPart(viewer: Page, picture: string, box: Box): Promise<number> {
  return viewer.evaluate(
    async ({ picture, box, partPx }) => {
      const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(box.width, box.height).getContext('2d', { willReadFrequently: true });
      if (canvas === null) throw new Error('no canvas to look at a picture');
      canvas.drawImage(image, -box.x, -box.y);
      let faintest = 255;
      for (let y = 0; y + partPx <= box.height; y += partPx) {
        for (const x of [0, box.width / 2]) {
          const { data } = canvas.getImageData(x, y, box.width / 2, partPx);
          let [darkest, lightest] = [255, 0];
          for (let at = 0; at < data.length; at += 4) {
            const light = ((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0)) / 3;
            darkest = Math.min(darkest, light);
            lightest = Math.max(lightest, light);
          }
          faintest = Math.min(faintest, lightest - darkest);
        }
      }
      return faintest;
    },
    { picture, box, partPx: PART_PX },
  );
}
