import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { problemSchema, sessionSchema } from '@agents-fleet/contracts';
import { type SessionRow } from '@agents-fleet/read-models';
import { waitFor } from '@agents-fleet/testing';
import { ulid } from 'ulid';
import { gatewayUnderTest, type GatewayUnderTest } from '../spec-support/gateway-under-test.js';
import { SpecProjector } from '../spec-support/played-session.js';
import { SpecRunner } from '../spec-support/spec-runner.js';

const RESUME = 'codex resume 0199c0de-0000-7000-8000-000000000001';

describe('resuming a session', () => {
  let test: GatewayUnderTest;
  let projector: SpecProjector;
  let runner: SpecRunner;

  beforeAll(async () => {
    test = await gatewayUnderTest();
    projector = await SpecProjector.open(test.directory, test.broker);
    runner = new SpecRunner(test.broker);
    await waitFor(async () => {
      runner.beat();
      return (await (await test.request('GET', '/api/runners')).text()).includes(runner.id);
    });
  });
  afterAll(async () => {
    runner.stop();
    await projector.close();
    await test.stop();
  });
  beforeEach(() => {
    runner.beat();
    runner.answer = { ok: true, data: {} };
    runner.onStart = (command) => projector.saveSession({ id: command.sessionId, name: command.name, resumeOf: command.resumeOf });
  });

  /** A Codex session that has ended with something to resume, and has spent USD 1.25. */
  async function endedSession(changes: Partial<SessionRow> = {}): Promise<string> {
    const id = ulid();
    const spent = { costNanoUsd: 1_250_000_000, countedTokens: 900 };
    await projector.saveSession({ id, agent: 'codex', name: 'Refactor', status: 'ended', resumeCommand: RESUME, budgetNanoUsd: 2_000_000_000, ...spent, ...changes });
    return id;
  }

  const resume = (id: string, json?: object) => test.request('POST', `/api/sessions/${id}/resume`, { json });

  async function refusal(answer: Promise<Response>) {
    const response = await answer;
    const { detail = '', errors = [] } = problemSchema.parse(await response.json());
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    return { status: response.status, detail, fields: errors.map(({ field }) => field) };
  }

  it('starts the agent’s own resume command in the same repo, on what is left of the budget', async () => {
    const id = await endedSession();
    const response = await resume(id);
    expect(response.status).toBe(201);
    expect(sessionSchema.parse(await response.json())).toMatchObject({ name: 'Refactor', resumeOf: id });
    expect(runner.started.at(-1)).toMatchObject({
      command: RESUME,
      repoPath: '/home/ada/engine',
      budgetNanoUsd: 2_000_000_000,
      budgetTokens: 2_000,
      resumeOf: id,
      carried: { costNanoUsd: 1_250_000_000, countedTokens: 900 },
    });
  });

  it('raises the budget in the same step, or removes it', async () => {
    const id = await endedSession({ costNanoUsd: 2_000_000_000 });
    expect(await refusal(resume(id))).toMatchObject({ status: 422, fields: ['budgetUsd'], detail: expect.stringContaining('$2.00 of $2.00') });
    expect(await refusal(resume(id, { budgetUsd: 2 }))).toMatchObject({ status: 422, fields: ['budgetUsd'] });
    expect((await resume(id, { budgetUsd: 4, budgetTokens: null })).status).toBe(201);
    expect(runner.started.at(-1)).toMatchObject({ budgetNanoUsd: 4_000_000_000, budgetTokens: null });
  });

  it('refuses an unknown session, one that runs, one that left nothing, and a misspelt field', async () => {
    expect(await refusal(resume(ulid()))).toMatchObject({ status: 404 });
    expect(await refusal(resume(await endedSession({ status: 'running' })))).toMatchObject({ status: 409, detail: expect.stringContaining('still running') });
    expect(await refusal(resume(await endedSession({ resumeCommand: null })))).toMatchObject({ status: 409, detail: expect.stringContaining('nothing to resume') });
    expect(await refusal(resume(await endedSession(), { budgetUSD: 4 }))).toMatchObject({ status: 422 });
  });

  it('refuses while the session that took it up is still running, and names it', async () => {
    const id = await endedSession();
    const { id: next } = sessionSchema.parse(await (await resume(id)).json());
    expect(await refusal(resume(id))).toMatchObject({ status: 409, detail: expect.stringContaining(next) });
    await projector.saveSession({ id: next, status: 'ended', resumeOf: id, resumeCommand: RESUME });
    expect((await resume(id)).status).toBe(201);
  });

  it('starts one agent for two clicks, also when the projector is late', async () => {
    const id = await endedSession();
    runner.onStart = () => Promise.resolve();
    const started = runner.started.length;
    const statuses = await Promise.all([resume(id), resume(id)].map(async (answer) => (await answer).status));
    expect(statuses.sort()).toEqual([201, 409]);
    expect(await refusal(resume(id))).toMatchObject({ status: 409, detail: expect.stringContaining(runner.started.at(-1)!.sessionId) });
    expect(runner.started).toHaveLength(started + 1);
  });

  it('needs the runner where the conversation lies', async () => {
    const refused = await refusal(resume(await endedSession({ runnerId: 'elsewhere' })));
    expect(refused).toMatchObject({ status: 503, detail: expect.stringContaining('elsewhere') });
  });

  it('passes on that the repo is gone', async () => {
    runner.answer = { ok: false, error: { code: 'repo_not_found', message: 'does not exist any more', field: 'repoPath' } };
    expect(await refusal(resume(await endedSession()))).toEqual({ status: 422, detail: 'does not exist any more', fields: ['repoPath'] });
  });
});
