import { type NextFunction, type Request, type Response } from 'express';
import { ProblemError } from './problem.js';

/**
 * A body must say that it is JSON. A page of another site can send forms and plain text without asking the browser
 * for leave, but not this type.
 */
export function requireJson(request: Request, _response: Response, next: NextFunction): void {
  const hasBody = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (hasBody && type !== 'application/json') {
    next(new ProblemError(415, 'The body must be JSON: send Content-Type: application/json.'));
    return;
  }
  next();
}
