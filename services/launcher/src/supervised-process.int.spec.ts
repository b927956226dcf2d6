import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryDirectory, waitFor, type TemporaryDirectory } from '@agents-fleet/testing';
import { commandOf } from './command-of-process.js';
import { LogFile } from './log-file.js';
import { ProcessStartError, SupervisedProcess } from './supervised-process.js';

describe('SupervisedProcess', () => {
  let directory: TemporaryDirectory;
  let supervised: SupervisedProcess;
  beforeEach(async () => { directory = await temporaryDirectory(); });
  afterEach(async () => {
    await supervised.stop();
    await directory.remove();
  });

  /** A Node program that is ready when it sends a message. */
  function program(source: string): SupervisedProcess {
    const file = join(directory.path, 'program.mjs');
    writeFileSync(file, source);
    supervised = new SupervisedProcess({
      name: 'program',
      program: process.execPath,
      parameters: [file, directory.path],
      environment: { PATH: process.env['PATH'] },
      log: new LogFile(join(directory.path, 'logs/program.log')),
      ready: (child) => new Promise((resolve) => child.once('message', () => { resolve(); })),
      watchesLauncher: true,
    });
    return supervised;
  }

  it('is started when the program says that it is ready, and gone after its stop', async () => {
    await program(`process.send('ready'); setInterval(() => {}, 1000);`).start();
    const pid = supervised.pid ?? 0;
    expect(commandOf(pid)).toContain('program.mjs');
    await supervised.stop();
    expect(commandOf(pid)).toBeNull();
  });

  it("tells a failed start in the program's own words", async () => {
    const start = program(`console.error('FLEET_HTTP_PORT: must be a port number'); process.exit(78);`).start();
    await expect(start).rejects.toThrow(ProcessStartError);
    await expect(start).rejects.toThrow(/program did not start \(exit code 78\):\nFLEET_HTTP_PORT: must be a port number\n/);
  });

  it('shows nothing of an earlier start', async () => {
    await expect(program(`console.error('the first failure'); process.exit(1);`).start()).rejects.toThrow('the first failure');
    await expect(program(`process.exit(1);`).start()).rejects.not.toThrow('the first failure');
  });

  it('starts a program again that ended by itself', async () => {
    const count = join(directory.path, 'count');
    writeFileSync(count, '');
    await program(`
      import { appendFileSync } from 'node:fs';
      appendFileSync(process.argv[2] + '/count', 'x');
      process.send('ready');
      setInterval(() => {}, 1000);
    `).start();
    process.kill(supervised.pid ?? 0, 'SIGKILL');
    await waitFor(() => readFileSync(count, 'utf8') === 'xx' && supervised.pid !== null, { what: 'the second start' });
  });
});
