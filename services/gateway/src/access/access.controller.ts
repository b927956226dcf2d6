import { Controller, Inject, Req, Res } from '@nestjs/common';
import { type Response } from 'express';
import { ProblemError } from '../http/problem.js';
import { Input, Route } from '../http/route.decorator.js';
import { type RouteInput } from '../http/route-contract.js';
import { accessRoutes } from '../routes/access-routes.js';
import { type AdmittedRequest } from './access.middleware.js';
import { AttemptLimit } from './attempt-limit.js';
import { Gatekeeper } from './gatekeeper.js';
import { OneTimeCodes } from './one-time-codes.js';
import { signInCookie, signOutCookie } from './sign-in-cookie.js';
import { SignIns } from './sign-ins.js';

/** Signs browsers in and out. */
@Controller()
export class AccessController {
  constructor(
    @Inject(Gatekeeper) private readonly gatekeeper: Gatekeeper,
    @Inject(OneTimeCodes) private readonly codes: OneTimeCodes,
    @Inject(SignIns) private readonly signIns: SignIns,
    @Inject(AttemptLimit) private readonly attempts: AttemptLimit,
  ) {}

  @Route(accessRoutes.login)
  async login(@Input() { body }: RouteInput<typeof accessRoutes.login>, @Res({ passthrough: true }) response: Response): Promise<void> {
    const waitMs = this.attempts.waitMs();
    if (waitMs > 0) {
      const seconds = String(Math.ceil(waitMs / 1000));
      throw new ProblemError(429, `Too many failed logins: try again in ${seconds} s.`, [], { 'Retry-After': seconds });
    }
    if (!this.codes.redeem(body.token) && !this.gatekeeper.isToken(body.token)) {
      this.attempts.failed();
      const message = 'is wrong, used up or too old: open the newest printed URL';
      throw new ProblemError(401, `The code ${message}.`, [{ field: 'token', message }]);
    }
    response.append('Set-Cookie', signInCookie(this.gatekeeper.cookieName, await this.signIns.create()));
  }

  @Route(accessRoutes.createLoginCode)
  createLoginCode(@Req() request: AdmittedRequest): { code: string; expiresAt: string } {
    // A browser's cookie must not be able to sign further browsers in.
    if (request.caller !== 'bearer') throw new ProblemError(403, 'Only the access token as Bearer can make a code.');
    const { code, expiresAt } = this.codes.create();
    return { code, expiresAt: expiresAt.toISOString() };
  }

  @Route(accessRoutes.logout)
  async logout(@Req() request: AdmittedRequest, @Res({ passthrough: true }) response: Response): Promise<void> {
    await this.gatekeeper.signOut(request);
    response.append('Set-Cookie', signOutCookie(this.gatekeeper.cookieName));
  }

  /** Whoever gets here is signed in. */
  @Route(accessRoutes.me)
  me(): void {
    return;
  }
}
