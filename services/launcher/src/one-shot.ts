import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs one of our bundles to its end. @returns what it printed @throws Error with what it said */
export function runBundle(name: string, environment: NodeJS.ProcessEnv): Promise<string> {
  const program = fileURLToPath(new URL(`${name}.js`, import.meta.url));
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [program], { env: environment }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(stderr.trim() || error.message));
    });
  });
}
