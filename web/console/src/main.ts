import { bootstrapApplication } from '@angular/platform-browser';
import { config } from 'zod';
import { App } from './app/app.js';
import { appConfig } from './app/app.config.js';

// The gateway's CSP forbids code from strings; without this zod tries it once and the browser reports a violation.
config({ jitless: true });

await bootstrapApplication(App, appConfig);
