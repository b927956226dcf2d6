import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { LinuxProcessTable } from './linux-process-table.js';

const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('the table of processes', () => {
  it('finds a session by its marker, and forgets who has ended', async () => {
    const table = new LinuxProcessTable();
    const sessionId = '01JZ0000000000000000000042';
    for (let round = 0; round < 20; round += 1) {
      const children = Array.from({ length: 10 }, () => spawn('cat', { env: { ...process.env, AGENTS_FLEET_SESSION_ID: sessionId } }));
      await Promise.all(children.map((child) => once(child, 'spawn')));
      const marked = table.sample().filter((entry) => table.carriesMarker(entry, sessionId, null));
      expect(marked.map(({ pid }) => pid)).toEqual(expect.arrayContaining(children.map(({ pid }) => pid)));
      for (const child of children) child.stdin.end();
      await Promise.all(children.map((child) => once(child, 'exit')));
    }
    // Two hundred have come and gone.
    table.sample();
    expect(table.remembered).toBeLessThanOrEqual(table.sample().length);
  }, 60_000);
});
