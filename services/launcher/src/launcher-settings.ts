import { runBundle } from './one-shot.js';

/** What the launcher itself needs to know; each service reads and checks its own variables. */
export interface LauncherSettings {
  dataDirectory: string;
  httpHost: string;
  /** 0 asks for any free port. */
  httpPort: number;
  /** Where the person wants the broker; `null` leaves it to the launcher. */
  natsUrl: string | null;
}

/** @throws Error with one line that names the wrong variable */
export async function readLauncherSettings(): Promise<LauncherSettings> {
  return JSON.parse(await runBundle('settings', process.env)) as LauncherSettings;
}
