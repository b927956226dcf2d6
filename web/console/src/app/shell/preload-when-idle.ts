import { Injectable } from '@angular/core';
import { type PreloadingStrategy, type Route } from '@angular/router';
import { EMPTY, Observable, switchMap } from 'rxjs';

/** Browsers without idle callbacks (Safari) wait so long, in milliseconds. */
const OTHERWISE_AFTER_MS = 500;

/** Loads the programs of routes that say so (`data: { preload: true }`) once the page has nothing else to do. */
@Injectable({ providedIn: 'root' })
export class PreloadWhenIdle implements PreloadingStrategy {
  preload({ data }: Route, load: () => Observable<unknown>): Observable<unknown> {
    return data?.['preload'] === true ? idle.pipe(switchMap(load)) : EMPTY;
  }
}

const idle = new Observable<void>((subscriber) => {
  const go = () => {
    subscriber.next();
    subscriber.complete();
  };
  if (typeof requestIdleCallback !== 'function') {
    const timer = setTimeout(go, OTHERWISE_AFTER_MS);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(go);
  return () => cancelIdleCallback(handle);
});
