import { Component, computed, inject, signal } from '@angular/core';
import { MAT_DIALOG_DATA, MatDialogClose, MatDialogRef } from '@angular/material/dialog';
import { Router } from '@angular/router';
import { type Session } from '@agents-fleet/contracts';
import { FleetApi } from '../api/fleet-api.js';
import { readFailure, type Failure } from '../api/problem.js';
import { formatUsd } from '../format/money.js';
import { baseName } from '../format/path.js';
import { formatTokens } from '../format/tokens.js';
import { ConfidenceBadge } from '../ui/confidence-badge.js';
import { CopyButton } from '../ui/copy-button.js';
import { Icon } from '../ui/icon.js';
import { agentName } from './agent-names.js';
import { budgetText, readBudget } from './budget-input.js';
import { spendWords } from './carried-words.js';
import { usedUpBudgets } from './resume-state.js';
import { SessionsStore } from './sessions-store.js';

/** Fields that the dialog has: what is wrong with another one is said below them. */
const OWN_FIELDS = ['budgetUsd', 'budgetTokens'];

/** Takes up an ended session: shows what was spent, lets the person raise the budget in the same step, and goes there. */
@Component({
  selector: 'fleet-resume-dialog',
  imports: [ConfidenceBadge, CopyButton, Icon, MatDialogClose],
  templateUrl: './resume-dialog.html',
  styleUrl: './resume-dialog.css',
})
export class ResumeDialog {
  private readonly api = inject(FleetApi);
  private readonly dialog = inject<MatDialogRef<ResumeDialog>>(MatDialogRef);
  private readonly router = inject(Router);
  private readonly store = inject(SessionsStore);

  protected readonly session = inject<{ session: Session }>(MAT_DIALOG_DATA).session;
  protected readonly agent = agentName(this.session.agent);
  protected readonly repo = baseName(this.session.repoPath);
  protected readonly spent = spendWords(this.session);
  protected readonly usd = signal(budgetText(this.session.budgetUsd));
  protected readonly tokens = signal(budgetText(this.session.budgetTokens));
  private readonly usedUp = usedUpBudgets(this.session);
  /** What the used up budgets could be raised to, in words; empty when none is. */
  protected readonly raised = raisedWords(this.usedUp);
  protected readonly starting = signal(false);
  protected readonly failure = signal<Failure | null>(null);
  /** What is wrong beyond the two fields. */
  protected readonly elsewhere = computed(() => {
    const failed = this.failure();
    return failed === null || Object.keys(failed.fields).some((field) => OWN_FIELDS.includes(field)) ? null : failed.message;
  });

  protected wrong(field: 'budgetUsd' | 'budgetTokens'): string {
    const message = this.failure()?.fields[field];
    if (message === undefined) return '';
    return /^(is|must)\b/.test(message) ? `The budget ${message}` : message;
  }

  protected raise(): void {
    const { budgetUsd, budgetTokens } = this.usedUp;
    if (budgetUsd !== undefined) this.usd.set(budgetText(budgetUsd));
    if (budgetTokens !== undefined) this.tokens.set(budgetText(budgetTokens));
    this.failure.set(null);
  }

  protected async resume(event: Event): Promise<void> {
    event.preventDefault();
    const budget = readBudget(this.usd(), this.tokens());
    if ('fields' in budget) return this.failure.set({ status: 0, message: 'Check the fields.', fields: budget.fields });
    this.starting.set(true);
    this.failure.set(null);
    try {
      const next = await this.api.resume(this.session.id, budget);
      this.store.put(next);
      this.dialog.close();
      await this.router.navigate(['/sessions', next.id]);
    } catch (error) {
      this.failure.set(readFailure(error));
    } finally {
      this.starting.set(false);
    }
  }
}

function raisedWords({ budgetUsd, budgetTokens }: ReturnType<typeof usedUpBudgets>): string {
  const parts = [budgetUsd === undefined ? null : formatUsd(budgetUsd), budgetTokens === undefined ? null : `${formatTokens(budgetTokens)} tokens`];
  return parts.filter((part) => part !== null).join(' and ');
}
