import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const costStateSchema = z.object({ type: z.literal('cost-state'), sessionId: z.string(), totalCostUSD: z.number() });

/** What Claude itself reckons that its conversations have cost, in USD: the newest `cost-state` line of each. */
export function costStates(home: string): Map<string, number> {
  const states = new Map<string, number>();
  for (const file of filesUnder(join(home, '.claude', 'projects'))) {
    for (const line of readFileSync(file, 'utf8').split('\n').filter((text) => text.includes('"cost-state"'))) {
      const state = costStateSchema.safeParse(JSON.parse(line));
      if (state.success) states.set(state.data.sessionId, state.data.totalCostUSD);
    }
  }
  return states;
}

/** Gives a person settings of their own: a status line that shows `MINE`, in their home and in the repo. */
export function writeOwnSettings(home: string, repo: string): void {
  mkdirSync(join(home, '.claude'), { recursive: true });
  mkdirSync(join(repo, '.claude'), { recursive: true });
  const statusLine = { type: 'command', command: 'read -r line; echo "MINE ${#line}" | sed "s/ .*//"' };
  writeFileSync(join(home, '.claude', 'settings.json'), JSON.stringify({ statusLine, cleanupPeriodDays: 90 }, null, 2));
  writeFileSync(join(repo, '.claude', 'settings.json'), JSON.stringify({ includeCoAuthoredBy: false }));
}

/** Digests of a person's own settings, by path. */
export function settingsDigests(home: string, repo: string): Record<string, string> {
  const files = [home, repo].flatMap((root) => ['settings.json', 'settings.local.json', 'CLAUDE.md'].map((name) => join(root, '.claude', name)));
  return Object.fromEntries(
    files.filter((file) => existsSync(file)).map((file) => [file, createHash('sha256').update(readFileSync(file)).digest('hex')]),
  );
}

function filesUnder(directory: string): string[] {
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    return statSync(path).isDirectory() ? filesUnder(path) : path.endsWith('.jsonl') ? [path] : [];
  });
}
