import { waitFor } from '@agents-fleet/testing';
import { type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { type RunningFleet } from './running-fleet.js';

/** A person at the console: one browser window, what went wrong in it, and words for what they do. */
export class Visitor {
  /** Errors on the browser's console: failed requests that the page does not expect, broken CSP, exceptions. */
  readonly errors: string[] = [];

  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
    private readonly fleet: RunningFleet,
  ) {
    page.on('pageerror', (error) => this.errors.push(error.stack ?? error.message));
    page.on('console', (message) => {
      // The browser logs every 4xx answer; those are shown to the person, and tested as such.
      if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) this.errors.push(message.text());
    });
  }

  /** Opens a window that has not been here before. */
  static async arrive(browser: Browser, fleet: RunningFleet, options: BrowserContextOptions = {}): Promise<Visitor> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark', ...options });
    return new Visitor(context, await context.newPage(), fleet);
  }

  /** Opens a window and signs in. */
  static async signedIn(browser: Browser, fleet: RunningFleet, options: BrowserContextOptions = {}): Promise<Visitor> {
    const visitor = await Visitor.arrive(browser, fleet, options);
    await visitor.page.goto(await fleet.newSignInUrl());
    await visitor.sees('Fleet');
    return visitor;
  }

  async open(path: string): Promise<void> {
    await this.page.goto(`${this.fleet.url}${path}`);
  }

  /** Opens "New session", fills these fields by their labels, and presses Start. */
  async fillsNewSession(fields: Readonly<Record<string, string>>): Promise<void> {
    await this.open('/new');
    for (const [label, value] of Object.entries(fields)) {
      await this.page.getByLabel(label, { exact: true }).fill(value);
      await this.page.keyboard.press('Escape');
    }
    await this.page.getByRole('button', { name: /^Start/ }).click();
  }

  /** Waits for a heading with these words. */
  async sees(heading: string | RegExp): Promise<void> {
    await this.page.getByRole('heading', { name: heading }).first().waitFor();
  }

  /** Waits until the terminal's screen matches. The terminal is drawn as text, line by line. */
  async seesInTerminal(text: RegExp): Promise<string[]> {
    const pattern = new RegExp(text.source, 'm');
    // Not by `waitForFunction`: it needs `eval`, which our CSP forbids.
    return waitFor(
      async () => {
        const lines = await this.terminalLines();
        return pattern.test(lines.join('\n')) ? lines : undefined;
      },
      { timeoutMs: 30_000, what: `${text.source} in the terminal` },
    );
  }

  async terminalLines(): Promise<string[]> {
    return (await this.page.locator('.xterm-rows').innerText()).split('\n').map((line) => line.replaceAll('\u00a0', ' ').trimEnd());
  }

  /** Waits until the terminal takes input, then types into it. */
  async types(text: string): Promise<void> {
    await this.page.locator('[data-phase="live"]').waitFor();
    await this.page.locator('.xterm-helper-textarea').focus();
    await this.page.keyboard.type(text);
  }

  async leave(): Promise<void> {
    await this.context.close();
  }
}
