import { type z } from 'zod';
import { type FieldError } from './problem.js';

type Issue = z.core.$ZodIssue;

/** One row for each wrong field of what zod found. Unknown fields are named one by one; values are never repeated. */
export function fieldErrors(issues: readonly Issue[], prefix: readonly PropertyKey[] = []): FieldError[] {
  return issues.flatMap((issue) => rowsOf(issue, [...prefix, ...issue.path]));
}

function rowsOf(issue: Issue, path: readonly PropertyKey[]): FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ field: fieldName([...path, key]), message: 'is not a known field' }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // The alternative that the caller came closest to is the one that they meant.
    const closest = issue.errors.reduce((best, candidate) => (candidate.length < best.length ? candidate : best));
    return fieldErrors(closest, path);
  }
  const missing = issue.code === 'invalid_type' && issue.input === undefined && / received undefined$/.test(issue.message);
  return [{ field: fieldName(path), message: missing ? 'is required' : issue.message }];
}

function fieldName(path: readonly PropertyKey[]): string {
  return path.map(String).join('.').slice(0, 200);
}
