import { STATUS_CODES } from 'node:http';
import { type Problem } from '@agents-fleet/contracts';

/** One input that is wrong. `field` is a path such as `budgetUsd` or `ids.3`. */
export interface FieldError {
  field: string;
  message: string;
}

/** An error that the caller may read: becomes an RFC 9457 problem document as it is. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    readonly status: number,
    readonly detail: string,
    readonly errors: readonly FieldError[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }
}

/** The document. Titles are HTTP's own words, so `type` is `about:blank` (RFC 9457, section 4.2.1). */
export function problemDocument(status: number, detail: string, errors: readonly FieldError[] = []): Problem {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    ...(errors.length > 0 && { errors: [...errors] }),
  };
}

export const PROBLEM_CONTENT_TYPE = 'application/problem+json';

/** 422 that names the fields. */
export function invalidInput(errors: readonly FieldError[]): ProblemError {
  const detail = errors.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`)).join('; ');
  return new ProblemError(422, detail, errors);
}

/** 404 for an id that nobody knows. */
export function unknownId(what: string): ProblemError {
  return new ProblemError(404, `There is no such ${what}.`);
}
