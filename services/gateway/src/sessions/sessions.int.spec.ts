import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type CommandReply, pageSchema, problemSchema, reposSchema, sessionSchema, setBudgetCommandSchema, subjects } from '@agents-fleet/contracts';
import { respond, type Stoppable } from '@agents-fleet/event-log';
import { waitFor } from '@agents-fleet/testing';
import { ulid } from 'ulid';
import { gatewayUnderTest, type GatewayUnderTest } from '../spec-support/gateway-under-test.js';
import { PlayedSession, SpecProjector } from '../spec-support/played-session.js';
import { SpecRunner } from '../spec-support/spec-runner.js';

describe('sessions over HTTP', () => {
  let test: GatewayUnderTest;
  let projector: SpecProjector;
  let runner: SpecRunner;
  let budget: Stoppable;
  let budgetReply: CommandReply<unknown>;

  beforeAll(async () => {
    test = await gatewayUnderTest();
    projector = await SpecProjector.open(test.directory, test.broker);
    runner = new SpecRunner(test.broker);
    budget = respond(test.broker, subjects.budgetCommand('set'), (command) => {
      setBudgetCommandSchema.parse(command.json());
      return budgetReply;
    });
    await waitFor(async () => {
      runner.beat();
      return (await (await test.request('GET', '/api/runners')).text()).includes(runner.id);
    });
  });
  afterAll(async () => {
    budget.stop();
    runner.stop();
    await projector.close();
    await test.stop();
  });
  beforeEach(() => {
    runner.beat();
    runner.answer = { ok: true, data: {} };
    runner.onStart = async (command) => {
      await projector.saveSession({ id: command.sessionId, name: command.name, budgetTokens: command.budgetTokens });
    };
  });

  const create = (json: object) => test.request('POST', '/api/sessions', { json: { kind: 'pty', repoPath: '/home/ada/engine', ...json } });

  it('starts one, and finds it right after', async () => {
    const response = await create({ command: 'make all', budgetTokens: 2_000, budgetUsd: 0.5 });
    expect(response.status).toBe(201);
    const session = sessionSchema.parse(await response.json());
    expect(runner.started.at(-1)).toMatchObject({ sessionId: session.id, command: 'make all', name: 'make all', budgetNanoUsd: 500_000_000, cols: 120 });
    const found = await test.request('GET', `/api/sessions/${session.id}`);
    expect([found.status, await found.json()]).toEqual([200, session]);
  });

  it('answers with what is known when the projector is late', async () => {
    runner.onStart = () => Promise.resolve();
    const response = await create({ name: 'late' });
    expect(response.status).toBe(201);
    expect(sessionSchema.parse(await response.json())).toMatchObject({ name: 'late', status: 'starting', budgetUsd: null, limitState: 'none' });
  });

  it.each([
    ['repo_not_found', 'repoPath', 422],
    ['repo_not_allowed', 'repoPath', 422],
    ['command_not_found', 'command', 422],
    ['too_many_sessions', null, 429],
    ['internal', null, 502],
  ] as const)('passes on that the runner says %s', async (code, field, status) => {
    runner.answer = { ok: false, error: { code, message: 'words for a person', field } };
    const response = await create({});
    const problem = problemSchema.parse(await response.json());
    expect([response.status, problem.detail]).toEqual([status, 'words for a person']);
    expect(problem.errors).toEqual(field === null ? undefined : [{ field, message: 'words for a person' }]);
  });

  it('refuses a runner that is not online', async () => {
    const response = await create({ runnerId: 'elsewhere' });
    expect([response.status, problemSchema.parse(await response.json()).errors?.[0]?.field]).toEqual([422, 'runnerId']);
  });

  it('stops one; refuses to stop what has ended; reports each of several', async () => {
    const [live, over] = [ulid(), ulid()];
    await projector.saveSession({ id: live });
    await projector.saveSession({ id: over, status: 'ended' });
    const stopped = await test.request('POST', `/api/sessions/${live}/stop`, { json: { force: true } });
    expect([stopped.status, sessionSchema.parse(await stopped.json()).status]).toEqual([202, 'stopping']);
    expect(runner.stopped.at(-1)).toMatchObject({ sessionId: live, force: true, reason: 'user' });
    expect((await test.request('POST', `/api/sessions/${live}/stop`)).status).toBe(202);
    expect((await test.request('POST', `/api/sessions/${over}/stop`)).status).toBe(409);
    const unknown = ulid();
    const several = await test.request('POST', '/api/sessions/stop', { json: { ids: [live, over, unknown] } });
    const { items } = (await several.json()) as { items: { id: string; stopping: boolean }[] };
    expect(items.map(({ id, stopping }) => [id, stopping])).toEqual([[live, true], [over, false], [unknown, false]]);
  });

  it('stops every live session of a repo', async () => {
    const ids = [ulid(), ulid()];
    for (const id of ids) await projector.saveSession({ id, repoPath: '/home/ada/loom' });
    await projector.saveSession({ id: ulid(), repoPath: '/home/ada/loom', status: 'ended' });
    const response = await test.request('POST', '/api/sessions/stop', { json: { repo: '/home/ada/loom' } });
    const { items } = (await response.json()) as { items: { id: string }[] };
    expect(new Set(items.map(({ id }) => id))).toEqual(new Set(ids));
  });

  it('changes a budget through the budget service', async () => {
    const id = ulid();
    await projector.saveSession({ id });
    budgetReply = { ok: true, data: { version: 2, budgetNanoUsd: 1_500_000_000, budgetTokens: null } };
    const response = await test.request('PATCH', `/api/sessions/${id}/budget`, { json: { budgetUsd: 1.5, budgetTokens: null } });
    expect(sessionSchema.parse(await response.json())).toMatchObject({ budgetUsd: 1.5, budgetTokens: null, budgetVersion: 2 });
    budgetReply = { ok: false, error: { code: 'session_ended', message: 'It has ended.', field: null } };
    expect((await test.request('PATCH', `/api/sessions/${id}/budget`, { json: { budgetUsd: 1 } })).status).toBe(409);
    expect((await test.request('PATCH', `/api/sessions/${id}/budget`, { json: {} })).status).toBe(422);
  });

  it('types for a script', async () => {
    const id = ulid();
    await projector.saveSession({ id });
    expect((await test.request('POST', `/api/sessions/${id}/input`, { json: { text: 'ls\r' } })).status).toBe(204);
    expect(runner.typed.at(-1)).toEqual({ sessionId: id, text: 'ls\r' });
    runner.answer = { ok: false, error: { code: 'session_ended', message: 'It has ended.', field: null } };
    expect((await test.request('POST', `/api/sessions/${id}/input`, { json: { text: 'ls\r' } })).status).toBe(409);
  });

  it('pages through the list', async () => {
    for (let count = 0; count < 5; count += 1) await projector.saveSession({ id: ulid(), repoPath: '/home/ada/pages' });
    const ids: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const after: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page = pageSchema(sessionSchema).parse(await (await test.request('GET', `/api/sessions?repo=/home/ada/pages&limit=2${after}`)).json());
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(new Set(ids).size).toBe(5);
    expect((await test.request('GET', '/api/sessions?cursor=nonsense')).status).toBe(422);
  });

  it('answers 404 for everything of a session that nobody knows', async () => {
    const id = ulid();
    const paths = ['', '/terminal', '/stdin', '/markers', '/usage', '/artifacts', '/artifacts/x'];
    for (const path of paths) expect([path, (await test.request('GET', `/api/sessions/${id}${path}`)).status]).toEqual([path, 404]);
    for (const [method, path, json] of [['POST', '/stop', {}], ['PATCH', '/budget', { budgetUsd: 1 }], ['POST', '/input', { text: 'x' }]] as const) {
      expect([path, (await test.request(method, `/api/sessions/${id}${path}`, { json })).status]).toEqual([path, 404]);
    }
  });

  it('hands out the terminal’s bytes, all of them, once the record of an ended session is complete', async () => {
    const session = new PlayedSession(test.broker, projector, ulid());
    await projector.saveSession({ id: session.id, status: 'ended' });
    await session.print(400, 9_000);
    await projector.addMarker(session.id, 'ended', 400);
    await session.project(150);
    const download = test.request('GET', `/api/sessions/${session.id}/terminal`);
    await session.project();
    const response = await download;
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/octet-stream']);
    expect(Buffer.from(await response.arrayBuffer()).equals(session.bytes)).toBe(true);
    const rest = await test.request('GET', `/api/sessions/${session.id}/terminal?from=400`);
    expect((await rest.arrayBuffer()).byteLength).toBe(9_000);
    expect((await test.request('GET', `/api/sessions/${session.id}/terminal?from=0`)).status).toBe(422);
  });

  it('hands out what a running session has printed by now', async () => {
    const session = new PlayedSession(test.broker, projector, ulid());
    await projector.saveSession({ id: session.id });
    await session.print(10, 100);
    await session.project(5);
    const response = await test.request('GET', `/api/sessions/${session.id}/terminal`);
    expect((await response.arrayBuffer()).byteLength).toBe(400);
  });

  it('completes repos', async () => {
    const response = await test.request('GET', '/api/repos?prefix=/home/ada/e');
    const repos = reposSchema.parse(await response.json());
    expect(repos).toMatchObject({ roots: ['/home/ada'], directories: [{ path: '/home/ada/engine', isRepository: true }] });
    expect(repos.recent.map(({ path }) => path)).toContain('/home/ada/engine');
  });
});
