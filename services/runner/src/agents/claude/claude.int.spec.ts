import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@agents-fleet/platform';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { launchPlanSchema } from '../../control/launch-plan.js';
import type { PreparedLaunch } from '../agent-adapter.js';
import { adapterFor } from '../agent-list.js';
import { AgentReceiver } from '../agent-receiver.js';

const logger = createLogger('claude-spec', 'silent');
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';

let folder: string;
let receiver: AgentReceiver;
beforeAll(async () => {
  receiver = await AgentReceiver.listen(mkdtempSync(join(tmpdir(), 'fleet-receiver-')), logger);
});
afterAll(() => receiver.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fleet-claude-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function prepare(command: string, environment: Record<string, string> = {}): Promise<PreparedLaunch['plan']> {
  const { adapter, program } = adapterFor(command);
  if (program === null) throw new Error('no program');
  const tools = { receiver, logger, privateDirectory: () => folder };
  const { plan } = await adapter.prepare({ sessionId: 'S', command, program, repoPath: folder, environment: { HOME: folder, ...environment } }, tools);
  return launchPlanSchema.parse(plan);
}

describe('the launch of Claude Code', () => {
  it('adds our options behind the program, and leaves all else as it was typed', async () => {
    const { command } = await prepare('cd sub && env A=1 claude --model opus "fix  it" | tee log');
    expect(command).toMatch(new RegExp(`^cd sub && env A=1 claude --session-id ${UUID} --settings ${folder}/settings\\.json --model opus "fix  it" \\| tee log$`));
  });

  it.each(['claude -c', 'claude --resume abc', 'claude --session-id abc'])('lets %j choose its conversation', async (command) => {
    expect((await prepare(command)).command).toBe(`claude --settings ${folder}/settings.json${command.slice('claude'.length)}`);
  });

  it('puts merged settings in the place of those that a person gave', async () => {
    writeFileSync(join(folder, 'own.json'), '{"model":"opus","hooks":{"Stop":[{"hooks":[]}]}}');
    expect((await prepare('claude -c --settings own.json x')).command).toBe(`claude -c --settings ${folder}/settings.json x`);
    const merged = JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8')) as { model: string; hooks: Record<string, unknown[]> };
    expect(merged.model).toBe('opus');
    expect(merged.hooks['Stop']).toHaveLength(2);
    expect((await prepare(`claude -c --settings='{"model":"haiku"}'`)).command).toBe(`claude -c --settings=${folder}/settings.json`);
  });

  it('leaves settings alone that it can not read', async () => {
    expect((await prepare('claude -c --settings "$MINE"')).command).toBe('claude -c --settings "$MINE"');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('keeps what it writes, and the secret in it, from everybody else', async () => {
    const plan = await prepare('claude');
    const url = plan.environment['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? '';
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}$/);
    expect(plan.command).not.toContain(url.split('/').at(-1));
    for (const name of readdirSync(folder)) expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600]);
    // Arguments are everybody's to read: what is started must not hold it either.
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.sh'))) expect(readFileSync(join(folder, name), 'utf8')).not.toContain(url);
  });

  it('reaches the receiver past a proxy', async () => {
    expect((await prepare('claude', { HTTPS_PROXY: 'http://proxy', NO_PROXY: 'intranet' })).environment).toMatchObject({ NO_PROXY: 'intranet,127.0.0.1' });
    expect((await prepare('claude')).environment).not.toHaveProperty('NO_PROXY');
  });

  it('types no keys where there is no screen, and follows no command that holds no conversation', async () => {
    expect((await prepare('claude -p x')).stopSteps).toBeNull();
    expect(await prepare('claude mcp list')).toMatchObject({ command: 'claude mcp list', metering: 'characters', stopSteps: null, settleMs: 0 });
    expect((await prepare('claude')).stopSteps?.at(0)).toEqual({ atMs: 0, keys: '\x1b' });
  });
});
