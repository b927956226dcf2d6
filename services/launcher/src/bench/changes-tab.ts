import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { snapshotListSchema, type Session } from '@agents-fleet/contracts';
import { launchBrowser, waitFor } from '@agents-fleet/testing';
import type { Page } from 'playwright-core';
import type { BenchFleet } from './bench-fleet.js';
import { JUMPS, openChanges, scrollAbout } from './changes-page.js';
import { filmedFrames, type Frames } from './filmed-frames.js';
import type { Row } from './report.js';

const FIRST_PAINT_GOAL_MS = 500;
const OPENINGS = 5;
const FILES_A_DIRECTORY = 100;
/** A file with so many lines, of which every other one is changed. */
const LARGE_FILE = 'large.txt';
const LARGE_LINES = 10_000;

/** The tab "Changes" of a session that changed many files, in a real browser: how soon it is seen, and how it scrolls. */
export async function measureChangesTab(fleet: BenchFleet, files: number): Promise<Row[]> {
  const few = await changed(fleet, aRepo(join(fleet.repo, 'changes-few'), 2));
  const many = await changed(fleet, aRepo(join(fleet.repo, 'changes-many'), files));
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(await fleet.signInUrl());
    const times: number[] = [];
    for (let round = 0; round <= OPENINGS; round += 1) {
      // The first one loads the programs of the page, too, and doesn't count.
      const { id } = round === 0 ? few : many;
      await page.locator('a[href="/"]').first().click();
      await page.locator(`li[data-id] a[href^="/sessions/${id}"]`).first().click();
      await page.locator('.xterm-rows').waitFor();
      const ms = await openChanges(page, id);
      if (round > 0) times.push(ms);
    }
    const tree = await filmedFrames(page, '[role=tree]', () => scrollAbout(page, '[role=tree]'), JUMPS);
    await openLargeFile(page);
    const lines = await filmedFrames(page, '[role=grid]', () => scrollAbout(page, '[role=grid]'), JUMPS);
    return rows(files, Math.max(...times), { tree, lines });
  } finally {
    await browser.close();
  }
}

function rows(files: number, firstMs: number, { tree, lines }: { tree: Frames; lines: Frames }): Row[] {
  const blanks = ({ drawn, blank }: Frames) => `${blank} blank of ${drawn} frames`;
  return [
    {
      measure: `Changes tab of ${files} files in Chromium, worst of ${OPENINGS}`,
      result: `first paint ${firstMs.toFixed(0)} ms`,
      raw: null,
      goal: `<= ${FIRST_PAINT_GOAL_MS} ms`,
      met: firstMs <= FIRST_PAINT_GOAL_MS,
    },
    {
      measure: `scrolling the tree of ${files} files, and a diff of ${LARGE_LINES} lines`,
      result: `tree ${blanks(tree)}, diff ${blanks(lines)}`,
      raw: null,
      goal: 'no blank frame',
      met: tree.blank + lines.blank === 0,
    },
  ];
}

async function openLargeFile(page: Page): Promise<void> {
  await page.getByLabel('Find a file').fill(LARGE_FILE);
  await page.getByRole('treeitem', { name: LARGE_FILE }).click();
  await page.getByRole('grid', { name: LARGE_FILE }).waitFor();
}

/** Runs a session that changes every file of a repo, to the snapshot of its end. */
async function changed(fleet: BenchFleet, repoPath: string): Promise<Session> {
  const session = await fleet.client.startSession({ kind: 'pty', repoPath, command: `read -r go; find . -name '*.txt' -exec sed -i '1~2s/^/changed /' {} +` });
  const kept = (phase: 'start' | 'end') =>
    waitFor(async () => {
      await sleep(200);
      return snapshotListSchema.parse(await fleet.get(`/api/sessions/${session.id}/changes`)).items.find((snapshot) => snapshot.phase === phase);
    }, { timeoutMs: 120_000, what: `the snapshot of the ${phase} of a session` });
  await kept('start');
  await fleet.client.input(session.id, '\n');
  await fleet.ended(session);
  await kept('end');
  return session;
}

/** A repo with so many files in directories, and a large one. */
function aRepo(path: string, files: number): string {
  for (let file = 0; file < files - 1; file += 1) {
    const directory = join(path, `d${Math.floor(file / FILES_A_DIRECTORY)}`);
    if (file % FILES_A_DIRECTORY === 0) mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, `f${file}.txt`), `file ${file}\n${'a line of text\n'.repeat(20)}`);
  }
  writeFileSync(join(path, LARGE_FILE), Array.from({ length: LARGE_LINES }, (_, line) => `line ${line} of a large file\n`).join(''));
  const git = (...words: string[]) => execFileSync('git', ['-C', path, '-c', 'gc.auto=0', '-c', 'user.name=n', '-c', 'user.email=n@example.org', ...words]);
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-q', '-m', 'files');
  return path;
}
