import { inject, Injectable } from '@angular/core';
import { Router } from '@angular/router';
import { type Session } from '@agents-fleet/contracts';
import { SessionActions } from '../sessions/session-actions.js';
import { SessionsStore } from '../sessions/sessions-store.js';
import { FleetSocket } from '../socket/fleet-socket.js';
import { budgetAlert, stoppedText, warnedText } from './budget-alert.js';
import { Toasts } from './toasts.js';

/** Says when any session passes 80 % of its budget or is stopped by it, on whatever page the person is. */
@Injectable({ providedIn: 'root' })
export class BudgetAlerts {
  private readonly toasts = inject(Toasts);
  private readonly actions = inject(SessionActions);
  private readonly router = inject(Router);
  private readonly newest = new Map<string, Session>();

  constructor() {
    const store = inject(SessionsStore);
    inject(FleetSocket).messages.subscribe((message) => {
      if (message.type !== 'session') return;
      const { session } = message;
      const alert = budgetAlert(this.newest.get(session.id) ?? store.get(session.id), session);
      this.newest.set(session.id, session);
      if (alert === 'warned') this.warn(session);
      if (alert === 'stopped') this.stopped(session);
      // The budget was raised: the warning is no longer true.
      if (session.limitState === 'armed' || session.limitState === 'none') this.toasts.dismiss(`budget:${session.id}`);
    });
  }

  /** Says that 80 % is used, with what can be done. */
  warn(session: Session): void {
    this.toasts.show({
      key: `budget:${session.id}`,
      tone: 'warned',
      title: '80 % of the budget is used',
      subject: session.name,
      text: warnedText(session, Date.now()),
      actions: [
        { label: 'Raise budget', icon: 'raise', primary: true, run: () => this.actions.raiseBudget(session.id) },
        { label: 'Stop now', icon: 'stop', run: () => void this.actions.stop(session) },
      ],
    });
  }

  private stopped(session: Session): void {
    const page = `/sessions/${session.id}`;
    const elsewhere = !this.router.url.startsWith(page);
    this.toasts.show({
      key: `budget:${session.id}`,
      tone: 'reached',
      title: 'Stopped by the budget',
      subject: session.name,
      text: stoppedText(session),
      actions: elsewhere ? [{ label: 'Open', run: () => void this.router.navigateByUrl(page) }] : [],
    });
  }
}
