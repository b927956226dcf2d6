import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What the preparation found, for the launcher that runs after it. */
export interface Prepared {
  natsServer: { path: string; version: { major: number; minor: number; patch: number } } | null;
}

const fileIn = (root: string) => join(root, 'dist/prepared.json');

/** Whether a preparation has left anything in this clone. */
export function isPrepared(root: string): boolean {
  return existsSync(fileIn(root));
}

export function writePrepared(root: string, prepared: Prepared): void {
  mkdirSync(dirname(fileIn(root)), { recursive: true });
  writeFileSync(fileIn(root), `${JSON.stringify(prepared)}\n`);
}

/** Our own file of a moment ago, so it is not validated. */
export function readPrepared(root: string): Prepared {
  return JSON.parse(readFileSync(fileIn(root), 'utf8')) as Prepared;
}
