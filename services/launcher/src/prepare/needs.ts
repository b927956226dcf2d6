/** What has to be there before the launcher can run a command. */
export interface Needs {
  console: boolean;
  natsServer: boolean;
}

const needs: Record<string, Needs> = {
  start: { console: true, natsServer: true },
  bench: { console: true, natsServer: true },
  suite: { console: true, natsServer: true },
  build: { console: true, natsServer: false },
  test: { console: false, natsServer: true },
  check: { console: false, natsServer: false },
  runner: { console: false, natsServer: false },
};

/** Every command needs the dependencies and the services' bundles; `null` for a word that is no command. */
export function needsOf(command: string | undefined): Needs | null {
  return needs[command ?? ''] ?? null;
}

export const commandNames = Object.keys(needs);
