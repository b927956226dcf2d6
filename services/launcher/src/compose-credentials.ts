/** Process entry of the container that tells the host's runner how to sign in: prints what `host-runner` reads. */
import { readFileSync } from 'node:fs';
import type { ComposeCredentials } from './compose.js';

const secret = (path: string) => readFileSync(path, 'utf8').trim();

const credentials: ComposeCredentials = {
  accessToken: secret('/gateway/access-token'),
  passwords: { runner: secret('/secrets/runner/password'), 'pty-host': secret('/secrets/pty-host/password') },
};
process.stdout.write(JSON.stringify(credentials));
