import { execFile } from 'node:child_process';
import { bundlePath } from './bundle-paths.js';

/** Runs one of the launcher's bundles to its end. @returns what it printed @throws Error with what it said */
export function runBundle(name: string, environment: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [bundlePath(`launcher/${name}`)], { env: environment }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(stderr.trim() || error.message));
    });
  });
}
