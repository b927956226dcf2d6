import { describe, expect, it } from '@jest/globals';
import { gitCapturedSchema } from '@agents-fleet/contracts';
import { A_MOMENT, A_SESSION_ID, aSessionEnded, aSessionStarted } from '@agents-fleet/testing';
import { capturedEvent } from './captured-event.js';
import type { RepositoryHead } from './repository-head.js';

const head: RepositoryHead = { state: 'ok', head: 'a'.repeat(40), branch: 'main', detail: null };
const after = (ms: number) => new Date(Date.parse(A_MOMENT) + ms).toISOString();

describe('the event of a capture', () => {
  it('is named by session and phase, and says what caused it', () => {
    const event = capturedEvent(aSessionStarted(), 'start', head, after(20));
    expect(gitCapturedSchema.parse(event)).toEqual(event);
    expect(event).toMatchObject({ id: `git:${A_SESSION_ID}:start`, causationId: aSessionStarted().id, data: { phase: 'start', ...head } });
  });

  it('given a capture long after its cause, then it says how late it was', () => {
    expect(capturedEvent(aSessionEnded(), 'end', head, after(90_000)).data.detail).toBe('read 90 s after the end');
    const missing: RepositoryHead = { state: 'missing', head: null, branch: null, detail: 'gone' };
    expect(capturedEvent(aSessionEnded(), 'end', missing, after(90_000)).data.detail).toBe('gone; read 90 s after the end');
  });
});
