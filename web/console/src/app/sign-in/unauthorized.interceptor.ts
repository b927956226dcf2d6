import { HttpErrorResponse, type HttpInterceptorFn } from '@angular/common/http';
import { inject } from '@angular/core';
import { tap } from 'rxjs';
import { Access } from './access.js';

const UNAUTHORIZED = 401;

/** An answer 401 to anything but a login means that the cookie is gone: the sign-in page explains. */
export const unauthorizedInterceptor: HttpInterceptorFn = (request, next) => {
  const access = inject(Access);
  return next(request).pipe(
    tap({
      error: (error: unknown) => {
        const refused = error instanceof HttpErrorResponse && error.status === UNAUTHORIZED;
        if (refused && !request.url.endsWith('/api/login')) void access.revoke(access.signedOut() ?? 'expired');
      },
    }),
  );
};
