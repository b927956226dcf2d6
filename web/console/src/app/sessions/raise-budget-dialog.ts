import { Component, computed, inject, signal } from '@angular/core';
import { MAT_DIALOG_DATA, MatDialogClose, MatDialogRef } from '@angular/material/dialog';
import { FleetApi } from '../api/fleet-api.js';
import { readFailure, type Failure } from '../api/problem.js';
import { Icon } from '../ui/icon.js';
import { budgetText, raisedTokens, raisedUsd, readBudget } from './budget-input.js';
import { chainSpend } from './budget-use.js';
import { spendWords } from './carried-words.js';
import { SessionsStore } from './sessions-store.js';

/** Changes a running session's budget: more, less, or none. */
@Component({
  selector: 'fleet-raise-budget-dialog',
  imports: [Icon, MatDialogClose],
  templateUrl: './raise-budget-dialog.html',
})
export class RaiseBudgetDialog {
  private readonly api = inject(FleetApi);
  private readonly dialog = inject<MatDialogRef<RaiseBudgetDialog>>(MatDialogRef);
  private readonly sessionId = inject<{ sessionId: string }>(MAT_DIALOG_DATA).sessionId;
  private readonly store = inject(SessionsStore);
  private readonly opened = this.store.get(this.sessionId);

  protected readonly session = computed(() => this.store.get(this.sessionId));
  private readonly before = this.opened === undefined ? { costUsd: 0, countedTokens: 0 } : chainSpend(this.opened);
  protected readonly usd = signal(budgetText(raisedUsd(this.opened?.budgetUsd ?? null, this.before.costUsd)));
  protected readonly tokens = signal(budgetText(raisedTokens(this.opened?.budgetTokens ?? null, this.before.countedTokens)));
  protected readonly saving = signal(false);
  protected readonly failure = signal<Failure | null>(null);
  protected readonly spent = computed(() => {
    const session = this.session();
    return session === undefined ? '' : spendWords(session);
  });

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const budget = readBudget(this.usd(), this.tokens());
    if ('fields' in budget) return this.failure.set({ status: 0, message: 'Check the fields.', fields: budget.fields });
    this.saving.set(true);
    try {
      this.store.put(await this.api.changeBudget(this.sessionId, budget));
      this.dialog.close();
    } catch (error) {
      this.failure.set(readFailure(error));
    } finally {
      this.saving.set(false);
    }
  }
}
