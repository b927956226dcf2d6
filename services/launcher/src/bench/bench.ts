import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { say } from '../../progress.mjs';
import { root } from '../bundle-paths.js';
import { readPrepared } from '../prepared.js';
import { BenchFleets } from './bench-fleets.js';
import { measureLeaseSignal, measureServicesSignal } from './budget-signal.js';
import { measureChangesTab } from './changes-tab.js';
import { measureCommandStart } from './command-start.js';
import { measureDisk } from './disk-use.js';
import { measureIdleMemory } from './idle-memory.js';
import { measureEcho } from './keystroke-echo.js';
import { measureLoadedEcho } from './loaded-echo.js';
import { measureReplay } from './replay.js';
import { markdownReport, withFigures, type Row } from './report.js';
import { measureRepoSnapshot } from './repo-snapshot.js';
import { measureStoppedViewer } from './stopped-viewer.js';
import { measureThroughput } from './throughput.js';
import { measureWall } from './wall.js';

/** How much is measured. `small` is for trying out the benchmark itself: its figures mean little. */
const SCALES = {
  full: { megabytes: 200, keystrokes: 1000, sessions: 100, seeks: 60, starts: 30, recordings: 20, files: 10_000, minutes: 5, settleMs: 30_000 },
  small: { megabytes: 5, keystrokes: 30, sessions: 3, seeks: 5, starts: 3, recordings: 2, files: 200, minutes: 0.3, settleMs: 2_000 },
} as const;

/** As many as a person may have open. */
const WALL_SESSIONS = 30;

/**
 * `npm run bench`: measures the product against its goals and prints a table. A missed goal is reported, it is no error.
 * @param parameters `--small` for a quick try; `--only=<name>,<name>` for some measures; `--write` puts the table into `BENCHMARKS.md`
 */
export async function bench(parameters: readonly string[]): Promise<number> {
  const scale = SCALES[parameters.includes('--small') ? 'small' : 'full'];
  const only = parameters.find((parameter) => parameter.startsWith('--only='))?.slice('--only='.length).split(',');
  const [load = 0] = loadavg();
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'fleet-bench-')));
  try {
    const rows = await measureAll(directory, scale, only);
    const report = markdownReport(setting(scale, load), rows);
    process.stdout.write(`\n${report}`);
    if (parameters.includes('--write')) writeFileSync(benchmarks, withFigures(readFileSync(benchmarks, 'utf8'), report));
    return 0;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const benchmarks = join(root, 'BENCHMARKS.md');

type Scale = (typeof SCALES)[keyof typeof SCALES];

async function measureAll(directory: string, scale: Scale, only: readonly string[] | undefined): Promise<Row[]> {
  const fleets = new BenchFleets(directory);
  const measures: Record<string, () => Promise<Row | Row[]>> = {
    memory: () => fleets.with((fleet) => measureIdleMemory(fleet, scale.settleMs)),
    keystrokes: () => fleets.with((fleet) => measureEcho(fleet, scale.keystrokes)),
    services: () => fleets.with((fleet) => measureServicesSignal(fleet, scale.sessions)),
    lease: () => fleets.with((fleet) => measureLeaseSignal(fleet, scale.sessions)),
    throughput: () => measureThroughput(fleets, scale.megabytes),
    'stopped-viewer': () => measureStoppedViewer(fleets, scale.megabytes),
    replay: () => fleets.with((fleet) => measureReplay(fleet, scale.megabytes / 2, scale.seeks)),
    'loaded-keystrokes': () => fleets.with((fleet) => measureLoadedEcho(fleet, scale.keystrokes / 2)),
    start: () => fleets.with((fleet) => measureCommandStart(fleet, scale.starts)),
    snapshot: () => fleets.with((fleet) => measureRepoSnapshot(fleet, scale.files)),
    changes: () => fleets.with((fleet) => measureChangesTab(fleet, scale.files)),
    wall: () => fleets.with((fleet) => measureWall(fleet, WALL_SESSIONS, scale.minutes)),
    disk: () => measureDisk(directory, scale.recordings),
  };
  const rows: Row[] = [];
  for (const [name, measure] of Object.entries(measures)) {
    if (only !== undefined && !only.includes(name)) continue;
    say(`  Measuring ${name}`);
    rows.push(...[await measure()].flat());
  }
  return rows;
}

/** @param load of the last minute before the run: figures of a busy machine are those of its other work, too */
function setting(scale: Scale, load: number) {
  const processors = cpus();
  return {
    at: new Date().toISOString().slice(0, 16).replace('T', ' ') + ' UTC',
    machine: `${process.platform} ${process.arch}, ${processors.length} × ${processors[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 1024 ** 3)} GB, load ${load.toFixed(1)} before the run`,
    node: process.versions.node,
    broker: Object.values(readPrepared(root).natsServer?.version ?? {}).join('.'),
    scale: `${scale.megabytes} MB, ${scale.keystrokes} keystrokes, ${scale.sessions} sessions`,
  };
}
