import '@angular/compiler';
import { describe, expect, it } from '@jest/globals';
import { HttpErrorResponse } from '@angular/common/http';
import { readFailure } from './problem.js';

const answer = (status: number, error: unknown) => new HttpErrorResponse({ status, error });

describe('readFailure', () => {
  it('takes words and fields from problem details', () => {
    const problem = { type: 'about:blank', title: 'Bad input', status: 422, detail: 'See the fields', errors: [{ field: 'repoPath', message: 'does not exist' }] };
    expect(readFailure(answer(422, problem))).toEqual({ status: 422, message: 'See the fields', fields: { repoPath: 'does not exist' } });
  });

  it('has words for an answer that is none, for no answer, and for a broken one', () => {
    expect(readFailure(answer(502, '<html>')).message).toContain('502');
    expect(readFailure(answer(0, null)).message).toContain('does not answer');
    expect(readFailure(new Error('bad figure'))).toEqual({ status: 0, message: 'bad figure', fields: {} });
  });
});
