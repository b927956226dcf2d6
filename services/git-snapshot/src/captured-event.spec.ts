import { describe, expect, it } from '@jest/globals';
import { gitCapturedSchema } from '@agents-fleet/contracts';
import { A_MOMENT, A_SESSION_ID, aSessionEnded, aSessionStarted } from '@agents-fleet/testing';
import { capturedEvent, NOTHING_COMPARED, type Findings } from './captured-event.js';
import { requestOf } from './snapshots/capture-request.js';

const findings: Findings = { ...NOTHING_COMPARED, state: 'ok', head: 'a'.repeat(40), branch: 'main', detail: null };
const after = (ms: number) => new Date(Date.parse(A_MOMENT) + ms).toISOString();

describe('the event of a capture', () => {
  it('is named by session and snapshot, and says what caused it', () => {
    const event = capturedEvent(requestOf(aSessionStarted(), 'start', '/repo'), findings, after(20));
    expect(gitCapturedSchema.parse(event)).toEqual(event);
    expect(event).toMatchObject({ id: `git:${A_SESSION_ID}:start`, causationId: aSessionStarted().id, data: { phase: 'start', ...findings } });
  });

  it('given a capture long after its cause, then it says how late it was', () => {
    const end = requestOf(aSessionEnded(), 'end', '/repo');
    expect(capturedEvent(end, findings, after(90_000)).data.detail).toBe('read 90 s after the end');
    const missing: Findings = { ...findings, state: 'missing', head: null, detail: 'gone' };
    expect(capturedEvent(end, missing, after(90_000)).data.detail).toBe('gone; read 90 s after the end');
    expect(capturedEvent({ ...end, phase: 'asked' }, findings, after(90_000)).data.detail).toBe('read 90 s after it was asked for');
  });
});
