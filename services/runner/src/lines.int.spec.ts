import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lineReplySchema, type LineReply } from '@agents-fleet/contracts';
import { type HeardChunk, LineClient, LineClosedError } from '@agents-fleet/terminal-line';
import { waitFor } from '@agents-fleet/testing';
import { FleetOfOne } from './under-test/fleet-of-one.js';

let fleet: FleetOfOne;
let told: LineReply;
beforeAll(async () => {
  fleet = await FleetOfOne.start();
  const reply = await fleet.command('line', {});
  told = lineReplySchema.parse(reply.ok ? reply.data : null);
}, 120_000);
afterAll(() => fleet.stop());

async function hear(sessionId: string) {
  const heard: HeardChunk[] = [];
  const client = await LineClient.connect(told.path, told.key, () => undefined);
  const line = client.open(sessionId, { chunk: (chunk) => heard.push(chunk), place: () => undefined, rested: () => undefined });
  line.listen();
  return { client, line, heard, text: () => Buffer.concat(heard.map((chunk) => (chunk.kind === 'output' ? chunk.bytes : new Uint8Array(0)))).toString() };
}

describe('a line to a terminal', () => {
  it('is told to whom may command the runner, and open to nobody else', async () => {
    expect(told.path).toBe(join(fleet.environment['FLEET_DATA_DIR'] ?? '', 'run', 'lines.sock'));
    expect(statSync(told.path).mode & 0o777).toBe(0o600);
    await expect(LineClient.connect(told.path, 'another key', () => undefined)).rejects.toThrow(LineClosedError);
  });

  it('says what the terminal prints, in the numbers of its record, and takes what is typed', async () => {
    const session = await fleet.session('stty -echo; read -r word; echo "got $word"; stty size; read -r word');
    const { client, line, heard, text } = await hear(session);
    await waitFor(() => fleet.terminal(session).kinds.length > 0);
    expect(await line.type(Buffer.from('hello\r'))).toBeNull();
    await waitFor(() => text().includes('24 80'));
    await fleet.command('resize', { sessionId: session, cols: 100, rows: 30 });
    await waitFor(() => heard.at(-1)?.kind === 'resize');
    expect(await line.type(Buffer.from('x\r'))).toBeNull();
    await fleet.ended(session);
    expect(await line.type(Buffer.from('x'))).toBe('the session does not run');
    const { bytes, kinds } = fleet.terminal(session);
    expect(heard.map(({ n }) => n)).toEqual(heard.map((_, index) => (heard[0]?.n ?? 0) + index));
    expect(heard.map(({ n, kind }) => kind === kinds[n - 1])).not.toContain(false);
    expect(bytes.toString()).toContain(text());
    expect(fleet.stdin(session)).toEqual([expect.anything(), expect.anything()]);
    client.close();
  }, 60_000);

  it('says a flood as it is recorded, or leaves it to the record', async () => {
    const session = await fleet.session('stty -echo; read -r go; seq 1 400000');
    const { client, line, heard } = await hear(session);
    await waitFor(() => fleet.terminal(session).kinds.length > 0);
    await line.type(Buffer.from('\r'));
    const { lastChunk } = await fleet.ended(session, 60_000);
    await waitFor(() => heard.at(-1)?.n === lastChunk);
    const whole = fleet.terminal(session).bytes;
    expect(whole.length).toBeGreaterThan(2_700_000);
    for (const chunk of heard) if (chunk.kind === 'output') expect(whole.includes(Buffer.from(chunk.bytes))).toBe(true);
    client.close();
  }, 120_000);

  it('ends with the pty-host, and the next one has another key', async () => {
    const { line } = await hear('01J0000000000000000000000Z');
    await fleet.ptyHost?.stop();
    await expect(line.type(Buffer.from('x'))).rejects.toThrow(LineClosedError);
    await fleet.startPtyHost();
    const reply = await fleet.command('line', {});
    expect(lineReplySchema.parse(reply.ok ? reply.data : null)).toEqual({ path: told.path, key: expect.not.stringContaining(told.key) });
  }, 60_000);
});
