import { execFile } from 'node:child_process';
import { root } from './bundle-paths.js';

/** What the containers hold and the host's runner needs. */
export interface ComposeCredentials {
  accessToken: string;
  passwords: { runner: string; 'pty-host': string };
}

/** The running Compose project of this clone, as far as the host's runner talks to it. */
export class Compose {
  /** The host's side of a published port, such as `127.0.0.1:4222`. */
  async publishedPort(service: string, port: number): Promise<string> {
    const address = (await this.run(['port', service, String(port)])).trim();
    if (address === '') throw new Error(`${service} is not running in Compose`);
    return address;
  }

  async credentials(): Promise<ComposeCredentials> {
    return JSON.parse(await this.run(['run', '--rm', '--no-deps', '-T', 'credentials'])) as ComposeCredentials;
  }

  private run(parameters: string[]): Promise<string> {
    return new Promise((resolve, reject) => {
      execFile('docker', ['compose', ...parameters], { cwd: root }, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`docker compose ${parameters[0] ?? ''}: ${stderr.trim() || error.message}\nStart the services first: docker compose up --build`));
      });
    });
  }
}
