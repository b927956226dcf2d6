import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { type Logger } from '@agents-fleet/platform';
import { InvalidCursorError, ReadModelsUnavailableError } from '@agents-fleet/read-models';
import { type Request, type Response } from 'express';
import { invalidInput, PROBLEM_CONTENT_TYPE, ProblemError, problemDocument } from './problem.js';
import { methodsOf } from './route-methods.js';
import { type RouteContract } from './route-contract.js';

/** Words for what the body parser and the router refuse, by status. Their own messages may quote the input. */
const WORDS: Readonly<Record<number, string>> = {
  400: 'The request is malformed: the body is not valid JSON or the path not valid percent-encoding.',
  404: 'There is nothing at this path.',
  413: 'The body is larger than 1 MB.',
  415: 'The body must be JSON: send Content-Type: application/json, not compressed.',
};

/** Turns everything that a route throws into a problem document; what wasn't meant for callers goes to the log only. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly routes: readonly RouteContract[],
    private readonly logger: Logger,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    if (response.headersSent) {
      // Half an answer is out: only cutting the connection can still say that it is not the whole.
      this.logger.warn({ error, path: request.path }, 'an answer failed after it had begun');
      response.destroy();
      return;
    }
    send(response, this.problemOf(error, request));
  }

  private problemOf(error: unknown, request: Request): ProblemError {
    if (error instanceof ProblemError) return error;
    if (error instanceof InvalidCursorError) return invalidInput([{ field: 'cursor', message: 'is not one that this list gave out' }]);
    if (error instanceof ReadModelsUnavailableError) {
      return new ProblemError(503, 'The read models are not there: the projector makes them.', [], { 'Retry-After': '1' });
    }
    const status = statusOf(error);
    const allowed = status === 404 ? methodsOf(this.routes, request.path) : [];
    if (allowed.length > 0) {
      return new ProblemError(405, `${request.method} is not possible here.`, [], { Allow: allowed.join(', ') });
    }
    const words = WORDS[status];
    if (words !== undefined) return new ProblemError(status, words);
    this.logger.error({ error, method: request.method, path: request.path }, 'a request failed');
    return new ProblemError(500, 'Something went wrong inside the gateway; its log says what.');
  }
}

export function send(response: Response, problem: ProblemError): void {
  response
    .status(problem.status)
    .set(problem.headers)
    .type(PROBLEM_CONTENT_TYPE)
    .send(JSON.stringify(problemDocument(problem.status, problem.detail, problem.errors)));
}

/** The status that Nest's exceptions and the body parser's `http-errors` carry. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' ? status : 500;
}
