/**
 * A program that notes when it sees SIGINT, in milliseconds since the epoch, in the file that its first parameter names.
 * With a second parameter it prints that many characters at the first line of input, and notes when it did.
 */
import { writeFileSync, writeSync } from 'node:fs';

const [file, characters] = process.argv.slice(2);
const now = () => performance.timeOrigin + performance.now();
let printedAt = null;

process.on('SIGINT', () => {
  writeFileSync(file, JSON.stringify({ printedAt, signalledAt: now() }));
  process.exit(0);
});
process.stdin.once('data', () => {
  if (characters === undefined) return;
  printedAt = now();
  writeSync(1, 'x'.repeat(Number(characters)));
});
writeSync(1, 'ready\n');
