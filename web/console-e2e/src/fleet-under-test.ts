import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser, temporaryDirectory } from '@agents-fleet/testing';
import { type Browser } from 'playwright-core';
import { RunningFleet } from './running-fleet.js';

/** A fleet, a browser and two repos, for one file of tests. */
export interface FleetUnderTest {
  readonly fleet: RunningFleet;
  readonly browser: Browser;
  /** Directory that sessions may start under. */
  readonly root: string;
  /** A git repo on branch `feature/cart`. */
  readonly shop: string;
  /** A directory that is no repo. */
  readonly notes: string;
  /** What sessions run when they are told to run one of these names; empty at first. */
  readonly programs: string;
  close(): Promise<void>;
}

/** @param settings further environment variables of the fleet */
export async function startFleetUnderTest(settings: Readonly<Record<string, string>> = {}): Promise<FleetUnderTest> {
  const directory = await temporaryDirectory();
  const root = join(directory.path, 'code');
  const shop = aRepo(join(root, 'shop'), 'feature/cart');
  const notes = join(root, 'notes');
  mkdirSync(notes);
  const programs = join(directory.path, 'programs');
  mkdirSync(programs);
  const fleet = await RunningFleet.start(join(directory.path, 'data'), root, { settings, programs });
  const browser = await launchBrowser();
  const close = async () => {
    await browser.close();
    await fleet.stop();
    await directory.remove();
  };
  return { fleet, browser, root, shop, notes, programs, close };
}

/** A git repo with one commit on a branch. */
export function aRepo(path: string, branch: string): string {
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'README.md'), '# Shop\n');
  const git = (...parameters: string[]) => execFileSync('git', ['-C', path, '-c', 'user.name=A', '-c', 'user.email=a@example.org', ...parameters]);
  git('init', '--quiet', '--initial-branch', branch);
  git('add', '.');
  git('commit', '--quiet', '--message', 'Begin');
  return path;
}
