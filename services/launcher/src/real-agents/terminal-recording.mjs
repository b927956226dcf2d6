import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { spawn } from '@lydell/node-pty';
import { environment, REPO } from './recorded-place.mjs';

const { Terminal } = createRequire(import.meta.url)('@xterm/headless');
/** Where recordings are kept. */
export const FIXTURES = fileURLToPath(new URL('../../../../libs/terminal/fixtures/', import.meta.url));
const SIZE = { cols: 100, rows: 30 };
/** As long as the product collects output for a chunk. */
const COALESCE_MS = 4;
const LONGEST_WAIT_MS = 120_000;

/** A program in a PTY, whose output is kept. */
export class Recording {
  /** @param {string[]} command @param {Record<string, string>} env */
  constructor(command, env = {}) {
    /** @type {[at: number, kind: 'o' | 'r', data: string][]} */
    this.events = [];
    /** @type {Buffer[]} */
    this.pending = [];
    this.screen = new Terminal({ ...SIZE, allowProposedApi: true });
    const [file, ...args] = command;
    this.pty = spawn(file, args, { ...SIZE, name: 'xterm-256color', cwd: REPO, encoding: null, env: { ...environment(), ...env } });
    this.start = performance.now();
    this.ended = new Promise((resolve) => { this.pty.onExit(resolve); });
    this.pty.onData((data) => this.#take(Buffer.from(data)));
    // Agents don't start without an answer to what they ask of a terminal.
    this.screen.onData((answer) => this.pty.write(answer));
  }

  /** @param {Buffer} bytes */
  #take(bytes) {
    this.lastOutput = performance.now();
    if (this.pending.length === 0) setTimeout(() => this.#flush(), COALESCE_MS);
    this.pending.push(bytes);
    this.screen.write(bytes);
  }

  #flush() {
    if (this.pending.length === 0) return;
    // Latin-1: a character is a byte, whatever the program wrote.
    this.events.push([this.#now(), 'o', Buffer.concat(this.pending.splice(0)).toString('latin1')]);
  }

  #now() {
    return Math.round(performance.now() - this.start);
  }

  /** @param {string} keys */
  type(keys) {
    this.pty.write(keys);
  }

  /** Types like a person: letter by letter. @param {string} text */
  async types(text, pauseMs = 35) {
    for (const letter of text) {
      this.pty.write(letter);
      await sleep(pauseMs);
    }
  }

  /** @param {number} cols @param {number} rows */
  resize(cols, rows) {
    this.#flush();
    this.events.push([this.#now(), 'r', `${cols}x${rows}`]);
    this.pty.resize(cols, rows);
    this.screen.resize(cols, rows);
  }

  /** @param {RegExp} pattern of the screen's text */
  async sees(pattern) {
    for (const start = performance.now(); performance.now() - start < LONGEST_WAIT_MS; await sleep(50)) {
      if (pattern.test(this.#text())) return;
    }
    throw new Error(`${pattern} didn't come:\n${this.#text()}`);
  }

  /** Nothing was printed for so long. */
  async quiet(ms = 700) {
    do await sleep(50); while (performance.now() - (this.lastOutput ?? 0) < ms);
  }

  #text() {
    const { active } = this.screen.buffer;
    return Array.from({ length: this.screen.rows }, (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '').join('\n');
  }

  /** @param {string} name */
  async save(name) {
    await Promise.race([this.ended, sleep(10_000)]);
    await sleep(100);
    this.#flush();
    const lines = [{ recorded: name, ...SIZE }, ...this.events].map((line) => JSON.stringify(line)).join('\n');
    const file = brotliCompressSync(lines);
    writeFileSync(join(FIXTURES, `${name}.jsonl.br`), file);
    const bytes = this.events.reduce((sum, [, kind, data]) => sum + (kind === 'o' ? data.length : 0), 0);
    process.stdout.write(`${name}: ${this.events.length} chunks, ${bytes} bytes, ${file.length} in the file\n`);
  }
}
