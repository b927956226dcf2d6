import { describe, expect, it } from '@jest/globals';
import { type TerminalLine } from '@agents-fleet/terminal-line';
import { type FleetCommands } from '../fleet/fleet-commands.js';
import { InputLane } from './input-lane.js';

/** Both ways to a session, which answer when a spec lets them. */
function ways() {
  const story: string[] = [];
  const answers: ((refusal: string | null) => void)[] = [];
  const refused: string[] = [];
  const test = { hasLine: true };
  const take = (way: string, bytes: Uint8Array) => {
    story.push(`${way} ${bytes.length > 9 ? bytes.length : Buffer.from(bytes).toString()}`);
    return new Promise<string | null>((resolve) => answers.push(resolve));
  };
  const line = { type: (bytes: Uint8Array) => take('line', bytes) } as TerminalLine;
  const commands = {
    type: async (_runner: string, _session: string, bytes: Uint8Array) => {
      const message = await take('broker', bytes);
      return message === null ? { ok: true, data: {} } : { ok: false, error: { code: 'session_ended', message, field: null } };
    },
  } as unknown as FleetCommands;
  const lane = new InputLane(commands, { lineTo: () => (test.hasLine ? line : null) });
  const type = (text: string) => { lane.type('box', 's', Buffer.from(text), (message) => refused.push(message)); };
  const answer = async (refusal: string | null = null) => {
    for (const next of answers.splice(0)) next(refusal);
    await new Promise(setImmediate);
  };
  return { story, refused, test, type, answer, line };
}

describe('input', () => {
  it('takes the line where there is one, and the broker where there is none', async () => {
    const { story, test, type, answer } = ways();
    type('a');
    await answer();
    test.hasLine = false;
    type('b');
    await answer();
    expect(story).toEqual(['line a', 'broker b']);
  });

  it('never overtakes what is on the other way', async () => {
    const { story, test, type, answer } = ways();
    test.hasLine = false;
    type('a');
    test.hasLine = true;
    type('b');
    await answer();
    type('c');
    expect(story).toEqual(['broker a', 'broker b', 'line c']);
  });

  it('tells what was refused, and what nobody knows', async () => {
    const { refused, type, answer, line } = ways();
    type('a');
    await answer('the session does not run');
    line.type = () => Promise.reject(new Error('the line was cut'));
    type('b');
    await answer();
    expect(refused).toEqual(['the session does not run', 'The input may not have arrived.']);
  });

  it('goes in pieces, and takes no more than a person means', async () => {
    const { story, refused, type, answer } = ways();
    type('x'.repeat(150_000));
    expect(story).toEqual(['line 65536', 'line 65536', 'line 18928']);
    await answer();
    type('x'.repeat(4 * 1024 * 1024));
    type('y');
    expect(refused).toEqual(['The session does not take input as fast as it comes: some of it was dropped.']);
  });
});
