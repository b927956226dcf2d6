import { inject, Injectable } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { type Session } from '@agents-fleet/contracts';
import { firstValueFrom } from 'rxjs';
import { Toasts } from '../alerts/toasts.js';
import { FleetApi } from '../api/fleet-api.js';
import { readFailure } from '../api/problem.js';
import { ConfirmDialog, type Confirmation } from '../ui/confirm-dialog.js';
import { RaiseBudgetDialog } from './raise-budget-dialog.js';
import { ResumeDialog } from './resume-dialog.js';

/** What a person can do to sessions, from any page. Failures become alerts. */
@Injectable({ providedIn: 'root' })
export class SessionActions {
  private readonly api = inject(FleetApi);
  private readonly dialog = inject(MatDialog);
  private readonly toasts = inject(Toasts);

  async stop(session: Session): Promise<void> {
    await this.reporting(`Could not stop ${session.name}`, () => this.api.stop(session.id));
  }

  /** Asks once, because nothing of the session gets to say goodbye. */
  async forceStop(session: Session): Promise<void> {
    const sure = await this.confirm({
      title: `Force stop ${session.name}?`,
      text: 'Every process of the session is killed at once. It can’t save anything. What it printed is kept.',
      action: 'Force stop',
      danger: true,
    });
    if (sure) await this.reporting(`Could not stop ${session.name}`, () => this.api.stop(session.id, true));
  }

  /** Stops several; says which could not be. */
  async stopMany(sessions: readonly Session[]): Promise<void> {
    const sure = await this.confirm({
      title: sessions.length === 1 ? `Stop ${sessions[0]?.name}?` : `Stop ${sessions.length} sessions?`,
      text: 'Each is asked to end and is killed when it does not. What they printed is kept.',
      action: sessions.length === 1 ? 'Stop' : `Stop ${sessions.length}`,
      danger: true,
    });
    if (!sure) return;
    await this.reporting('Could not stop the sessions', async () => {
      const refused = (await this.api.stopMany(sessions.map(({ id }) => id))).filter((item) => !item.stopping);
      const names = new Map(sessions.map(({ id, name }) => [id, name]));
      for (const { id, message } of refused) this.toasts.failed(`Could not stop ${names.get(id) ?? id}`, message ?? 'No reason given.');
    });
  }

  raiseBudget(sessionId: string): void {
    this.dialog.open(RaiseBudgetDialog, { data: { sessionId }, ariaLabelledBy: 'raise-budget-title' });
  }

  resume(session: Session): void {
    this.dialog.open(ResumeDialog, { data: { session }, ariaLabelledBy: 'resume-title' });
  }

  confirm(confirmation: Confirmation): Promise<boolean> {
    const dialog = this.dialog.open(ConfirmDialog, { data: confirmation, role: 'alertdialog', ariaLabelledBy: 'confirm-title' });
    return firstValueFrom(dialog.afterClosed()).then((answer) => answer === true);
  }

  private async reporting(title: string, run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.toasts.failed(title, readFailure(error).message);
    }
  }
}
