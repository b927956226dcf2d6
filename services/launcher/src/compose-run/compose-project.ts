import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort, waitFor } from '@agents-fleet/testing';
import { z } from 'zod';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
/** The first build installs all packages and builds the console. */
const UP_TIMEOUT_MS = 900_000;
const HEALTHY_TIMEOUT_MS = 120_000;

const run = promisify(execFile);

/** One line of `docker compose ps --format json`. */
const containerSchema = z.object({ Service: z.string(), State: z.string(), Health: z.string(), ExitCode: z.number(), ID: z.string() });
export type Container = z.infer<typeof containerSchema>;

/** How a container is confined, of `docker inspect`. */
const confinementSchema = z.object({
  Config: z.object({ User: z.string() }),
  HostConfig: z.object({
    ReadonlyRootfs: z.boolean(),
    CapDrop: z.array(z.string()),
    SecurityOpt: z.array(z.string()),
    PidsLimit: z.number(),
    Memory: z.number(),
    PortBindings: z.record(z.string(), z.array(z.object({ HostIp: z.string() }))),
  }),
});
export type Confinement = z.infer<typeof confinementSchema>;

/** The containers of this clone under a project name and on ports of their own, so that they disturb no other fleet. */
export class ComposeProject {
  private constructor(readonly environment: NodeJS.ProcessEnv) {}

  static async up(repoRoot: string): Promise<ComposeProject> {
    const project = new ComposeProject({
      ...process.env,
      COMPOSE_PROJECT_NAME: `agents-fleet-run-${process.pid}`,
      FLEET_HTTP_PORT: String(await freePort()),
      FLEET_NATS_PORT: String(await freePort()),
      FLEET_REPO_ROOT: repoRoot,
    });
    await project.compose(['up', '--build', '--detach'], UP_TIMEOUT_MS);
    return project;
  }

  /** Every container that has come to rest: healthy, or ended. */
  settled(): Promise<Container[]> {
    return waitFor(
      async () => {
        const containers = await this.containers();
        const waits = containers.some(({ State, Health }) => State === 'created' || (State === 'running' && Health !== 'healthy'));
        return containers.length > 0 && !waits && containers;
      },
      { timeoutMs: HEALTHY_TIMEOUT_MS, what: 'healthy containers' },
    );
  }

  async confinementOf(container: Container): Promise<Confinement> {
    const { stdout } = await run('docker', ['inspect', container.ID]);
    return z.tuple([confinementSchema]).parse(JSON.parse(stdout))[0];
  }

  async accessToken(): Promise<string> {
    const printed = await this.compose(['run', '--rm', '--no-deps', '-T', 'credentials'], HEALTHY_TIMEOUT_MS);
    return z.object({ accessToken: z.string() }).parse(JSON.parse(printed)).accessToken;
  }

  /** What a program prints that runs in the container of a service. */
  execute(service: string, ...words: string[]): Promise<string> {
    return this.compose(['exec', '-T', service, ...words], HEALTHY_TIMEOUT_MS);
  }

  async down(): Promise<void> {
    await this.compose(['down', '--volumes', '--timeout', '20'], HEALTHY_TIMEOUT_MS);
  }

  private async containers(): Promise<Container[]> {
    const printed = await this.compose(['ps', '--all', '--format', 'json'], HEALTHY_TIMEOUT_MS);
    return printed.trim().split('\n').filter((line) => line !== '').map((line) => containerSchema.parse(JSON.parse(line)));
  }

  private async compose(parameters: string[], timeout: number): Promise<string> {
    const options = { cwd: ROOT, env: this.environment, timeout, maxBuffer: 64 * 1024 ** 2 };
    const { stdout } = await run('docker', ['compose', '--progress', 'plain', ...parameters], options);
    return stdout;
  }
}
