import { describe, expect, it } from '@jest/globals';
import { stopSessionsSchema } from '@agents-fleet/contracts';
import { fieldErrors } from './field-errors.js';

const errorsOf = (value: unknown) => {
  const result = stopSessionsSchema.safeParse(value, { reportInput: true });
  return result.success ? [] : fieldErrors(result.error.issues).map(({ field }) => field);
};

describe('fieldErrors', () => {
  it('names the path inside a list, of the alternative that was meant', () => {
    expect(errorsOf({ ids: ['01JZ0000000000000000000001', 'x'] })).toEqual(['ids.1']);
    expect(errorsOf({ repo: '' })).toEqual(['repo']);
  });

  it('names each unknown field', () => {
    expect(errorsOf({ repo: '/x', all: true, now: 1 })).toEqual(['all', 'now']);
  });
});
