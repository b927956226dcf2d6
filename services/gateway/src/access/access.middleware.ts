import { type NextFunction, type Request, type Response } from 'express';
import { type ConsoleFiles } from '../console/console-files.js';
import { ProblemError } from '../http/problem.js';
import { type RouteContract } from '../http/route-contract.js';
import { type Caller } from './access-check.js';
import { type Gatekeeper } from './gatekeeper.js';
import { setSecurityHeaders } from './security-headers.js';

/** A request that has passed the access check. `caller` is absent on open routes. */
export interface AdmittedRequest extends Request {
  caller?: Caller;
}

/**
 * Stands before the router and lets nothing pass that it doesn't know to be allowed: a route that somebody adds is
 * closed until the table says that it is open, and so is a path at which there is nothing.
 */
export function accessMiddleware(gatekeeper: Gatekeeper, consoleFiles: ConsoleFiles, routes: readonly RouteContract[]) {
  // Compared as they are written: `/API/Login`, which the router would also take for the login, is not open.
  const open = new Set(routes.filter((route) => route.open).map((route) => `${route.method} ${route.path}`));
  return (request: AdmittedRequest, response: Response, next: NextFunction): void => {
    setSecurityHeaders(response);
    // `GET http://elsewhere/ HTTP/1.1` is for proxies, and we are none.
    if (!request.url.startsWith('/')) {
      next(new ProblemError(400, 'The request target must be a path.'));
      return;
    }
    const foreign = gatekeeper.refuseSource(request);
    if (foreign !== null) {
      next(new ProblemError(foreign.status, foreign.detail));
      return;
    }
    if (consoleFiles.serve(request, response)) return;
    if (!open.has(`${request.method} ${request.path}`)) {
      const caller = gatekeeper.identify(request);
      if (typeof caller !== 'string') {
        next(new ProblemError(caller.status, caller.detail, [], caller.status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}));
        return;
      }
      request.caller = caller;
    }
    next();
  };
}
