import { HttpErrorResponse } from '@angular/common/http';
import { problemSchema } from '@agents-fleet/contracts';

/** What went wrong with a request, in words for a person. */
export interface Failure {
  /** HTTP status, 0 when there was no answer. */
  readonly status: number;
  readonly message: string;
  /** Messages by input field. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Reads any error of an HTTP call: problem details, another answer, or none. */
export function readFailure(error: unknown): Failure {
  if (!(error instanceof HttpErrorResponse)) {
    return { status: 0, message: error instanceof Error ? error.message : String(error), fields: {} };
  }
  if (error.status === 0) return { status: 0, message: 'The fleet does not answer. Is it still running?', fields: {} };
  const problem = problemSchema.safeParse(parsed(error.error));
  if (!problem.success) return { status: error.status, message: `The fleet answered with an error (${error.status}).`, fields: {} };
  const { title, detail, errors = [] } = problem.data;
  return {
    status: error.status,
    message: detail ?? title,
    fields: Object.fromEntries(errors.map(({ field, message }) => [field, message])),
  };
}

/** A request for text gets the problem as text, too. */
function parsed(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
