import { APP_BASE_HREF } from '@angular/common';
import { provideHttpClient, withFetch, withInterceptors } from '@angular/common/http';
import { type ApplicationConfig, provideAppInitializer, provideBrowserGlobalErrorListeners } from '@angular/core';
import { provideRouter, TitleStrategy, withComponentInputBinding, withInMemoryScrolling, withPreloading, withRouterConfig } from '@angular/router';
import { routes } from './app.routes.js';
import { PageTitle } from './shell/page-title.js';
import { PreloadWhenIdle } from './shell/preload-when-idle.js';
import { loginAtStart } from './sign-in/login-at-start.js';
import { unauthorizedInterceptor } from './sign-in/unauthorized.interceptor.js';

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideHttpClient(withFetch(), withInterceptors([unauthorizedInterceptor])),
    provideRouter(routes, withComponentInputBinding(), withPreloading(PreloadWhenIdle), withRouterConfig({ paramsInheritanceStrategy: 'always' }), withInMemoryScrolling({ scrollPositionRestoration: 'enabled' })),
    provideAppInitializer(loginAtStart),
    // The gateway's CSP forbids <base>; the console always lives at the root.
    { provide: APP_BASE_HREF, useValue: '/' },
    { provide: TitleStrategy, useExisting: PageTitle },
  ],
};
