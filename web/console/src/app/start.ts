import { type ApplicationRef } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app.js';
import { appConfig } from './app.config.js';

/** Starts the console in the page. */
export function start(): Promise<ApplicationRef> {
  return bootstrapApplication(App, appConfig);
}
