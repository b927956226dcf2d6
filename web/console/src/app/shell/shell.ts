import { Component, DestroyRef, inject } from '@angular/core';
import { HttpClient } from '@angular/common/http';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Router, RouterOutlet } from '@angular/router';
import { catchError, EMPTY, exhaustMap } from 'rxjs';
import { BudgetAlerts } from '../alerts/budget-alerts.js';
import { NeedsYouAlerts } from '../alerts/needs-you-alerts.js';
import { ToastStack } from '../alerts/toast-stack.js';
import { SessionsStore } from '../sessions/sessions-store.js';
import { FleetSocket } from '../socket/fleet-socket.js';
import { Rail } from './rail.js';
import { shellKey } from './shell-keys.js';
import { TopBar } from './top-bar.js';

/** The frame of every signed-in page: rail, bar, content, alerts. Owns the connection. */
@Component({
  selector: 'fleet-shell',
  imports: [Rail, RouterOutlet, ToastStack, TopBar],
  host: { '[attr.data-connection]': 'socket.state()', '(document:keydown)': 'keydown($event)' },
  template: `
    <button class="skip" type="button" (click)="main.focus()">Skip to content</button>
    <fleet-rail />
    <fleet-top-bar />
    <main #main id="main" tabindex="-1"><router-outlet /></main>
    <fleet-toast-stack />
  `,
  styles: `
    :host { display: grid; grid-template: var(--bar-h) minmax(0, 1fr) / var(--rail-w) minmax(0, 1fr); grid-template-areas: 'rail bar' 'rail main'; height: 100dvh; }
    fleet-rail { grid-area: rail; }
    fleet-top-bar { grid-area: bar; }
    main { grid-area: main; position: relative; min-width: 0; min-height: 0; overflow: hidden; }
    main:focus-visible { outline-offset: -2px; }
    .skip { position: absolute; z-index: 50; top: -60px; left: var(--s-3); padding: var(--s-2) var(--s-4); border-radius: var(--r-3); background: var(--accent); color: var(--on-accent); }
    .skip:focus { top: var(--s-2); }
    @media (max-width: 720px) {
      :host { --bar-h: 48px; grid-template: var(--bar-h) minmax(0, 1fr) 60px / minmax(0, 1fr); grid-template-areas: 'bar' 'main' 'rail'; }
    }
  `,
})
export class Shell {
  private readonly router = inject(Router);
  protected readonly socket = inject(FleetSocket);
  /** Created with the shell, so that they hear everything. */
  protected readonly sessions = inject(SessionsStore);
  protected readonly alerts = [inject(BudgetAlerts), inject(NeedsYouAlerts)];

  constructor() {
    const http = inject(HttpClient);
    // A browser is not told why a WebSocket was refused; this answers 401 when the cookie is gone.
    this.socket.refused
      .pipe(exhaustMap(() => http.get('/api/me').pipe(catchError(() => EMPTY))), takeUntilDestroyed())
      .subscribe();
    this.socket.connect();
    inject(DestroyRef).onDestroy(() => this.socket.disconnect());
  }

  protected keydown(event: KeyboardEvent): void {
    const page = shellKey(event);
    // There it leads to the field.
    if (page === null || this.router.url.startsWith(page)) return;
    event.preventDefault();
    void this.router.navigateByUrl(page);
  }
}
