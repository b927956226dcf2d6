import { readdirSync, readFileSync } from 'node:fs';

/**
 * Proportional set size in bytes of a process and of all that descend from it, by the name of their program; of several with one
 * name, that of all. Linux only.
 */
export function memoryByName(ancestor: number): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const pid of descendants(ancestor)) {
    const [commandLine, rollup] = [ofProcess(pid, 'cmdline'), ofProcess(pid, 'smaps_rollup')];
    if (commandLine === null || rollup === null) continue;
    const name = programOf(commandLine) ?? String(pid);
    sizes.set(name, (sizes.get(name) ?? 0) + proportionalBytes(pid, rollup));
  }
  return sizes;
}

/** The process and all that descend from it. */
function descendants(ancestor: number): number[] {
  const parents = new Map(readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((pid) => [Number(pid), parentOf(Number(pid))]));
  const found = new Set([ancestor]);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const [pid, parent] of parents) if (parent !== null && found.has(parent)) found.add(pid);
  }
  return [...found];
}

function parentOf(pid: number): number | null {
  // After the command's name, which is in parentheses and may hold anything: state, then the parent.
  const fields = ofProcess(pid, 'stat')?.split(') ').at(-1)?.split(' ');
  return fields === undefined ? null : Number(fields[1]);
}

/** What the kernel tells of a process; `null` when it has ended while we looked. */
function ofProcess(pid: number, file: 'stat' | 'cmdline' | 'smaps_rollup'): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

function proportionalBytes(pid: number, rollup: string): number {
  // One that is ending has no memory any more.
  if (rollup === '') return 0;
  const [, kilobytes] = /^Pss:\s+(\d+) kB$/m.exec(rollup) ?? [];
  if (kilobytes === undefined) throw new Error(`process ${pid} does not tell its memory`);
  return Number(kilobytes) * 1024;
}

function programOf(commandLine: string): string | undefined {
  const words = commandLine.split('\0');
  const [, bundle] = words.map((word) => /dist\/([a-z-]+\/[a-z-]+)\.js$/.exec(word)).find((match) => match !== null) ?? [];
  return bundle?.replace('/main', '') ?? words[0]?.split('/').at(-1);
}
