import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Browser } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
/** It talks to the fleet and to nobody else. */
const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/**
 * Starts the machine's own Chromium, or the one that FLEET_CHROMIUM names; none is downloaded. The driver is loaded here and
 * not at the top, because most specs need no browser.
 */
export async function launchBrowser(): Promise<Browser> {
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath: findChromium(), args: QUIET });
}

function findChromium(): string {
  const named = process.env['FLEET_CHROMIUM'];
  if (named !== undefined) return named;
  const directories = (process.env['PATH'] ?? '').split(delimiter);
  const found = NAMES.flatMap((name) => directories.map((directory) => join(directory, name))).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`No Chromium on the PATH (${NAMES.join(', ')}): install one or set FLEET_CHROMIUM`);
  return found;
}
