import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { problemSchema } from '@agents-fleet/contracts';
import { ProcessFleet } from './process-fleet.js';

let fleet: ProcessFleet;
beforeAll(async () => {
  fleet = await ProcessFleet.start();
}, 120_000);
afterAll(() => fleet.stop(), 60_000);

const sound = () => ({ kind: 'pty', repoPath: fleet.repo, command: 'true' });
const post = (body: string | object) =>
  fleet.client.ask('POST', '/api/sessions', typeof body === 'string' ? body : JSON.stringify({ ...sound(), ...body }));

describe('bad input', () => {
  it.each([
    ['a repo that is missing', () => post({ repoPath: `${fleet.repo}/nowhere` }), 'repoPath'],
    ['a path outside the roots', () => post({ repoPath: '/etc' }), 'repoPath'],
    ['a path that climbs out of the roots', () => post({ repoPath: `${fleet.repo}/../../..` }), 'repoPath'],
    ['a negative budget in USD', () => post({ budgetUsd: -1 }), 'budgetUsd'],
    ['a negative budget in tokens', () => post({ budgetTokens: -1 }), 'budgetTokens'],
    ['half a token', () => post({ budgetTokens: 0.5 }), 'budgetTokens'],
    ['an unknown kind', () => post({ kind: 'telnet' }), 'kind'],
    ['a misspelt budget', () => post({ budgetToken: 5 }), 'budgetToken'],
    ['an empty command', () => post({ command: '  ' }), 'command'],
  ])('is refused with the field named: %s', async (_what, send, field) => {
    const answer = await send();
    expect([400, 403, 404, 422]).toContain(answer.status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const problem = problemSchema.parse(await answer.json());
    expect(JSON.stringify(problem.errors)).toContain(field);
  });

  it.each([
    ['a body of 10 MB', () => post(JSON.stringify({ ...sound(), command: 'x'.repeat(10_000_000) }))],
    ['broken JSON', () => post('{"kind": "pty", ')],
    ['a session id that is none', () => fleet.client.ask('GET', '/api/sessions/no-ulid')],
    ['a session that does not exist', () => fleet.client.ask('GET', '/api/sessions/01JZ0000000000000000000000')],
    ['a budget for a session that does not exist', () => fleet.client.ask('PATCH', '/api/sessions/01JZ0000000000000000000000/budget', '{"budgetTokens":5}')],
  ])('is refused with a problem document: %s', async (_what, send) => {
    const answer = await send();
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const text = await answer.text();
    problemSchema.parse(JSON.parse(text));
    expect(text).not.toMatch(/\bat .*\.(js|ts):\d+/);
  });

  it('leaves the service at work', async () => {
    const { id } = await fleet.client.startSession({ kind: 'pty', repoPath: fleet.repo, command: 'echo still here' });
    expect(await fleet.ended(id)).toMatchObject({ stopReason: 'exited', exitCode: 0 });
    expect((await fleet.client.terminal(id)).toString()).toContain('still here');
  }, 30_000);
});
