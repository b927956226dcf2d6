import { Component, computed, input } from '@angular/core';
import { type Session } from '@agents-fleet/contracts';
import { formatUsd } from '../format/money.js';
import { formatTokens } from '../format/tokens.js';
import { budgetUse, chainSpend } from '../sessions/budget-use.js';
import { carriedWords } from '../sessions/carried-words.js';
import { Icon } from './icon.js';
import { MeterTrack } from './meter-track.js';

/** Figures over a bar with a notch at 80 %: money, tokens and percent of a row, with what the chain has spent before. */
@Component({
  selector: 'fleet-budget-meter',
  imports: [Icon, MeterTrack],
  host: { '[attr.data-level]': 'use().level', '[attr.title]': 'before()' },
  template: `
    <span class="usd num"><b>{{ cost() }}</b>@if (budgetUsd(); as budget) { / {{ budget }}}</span>
    <span class="tok num">{{ tokens() }}@if (budgetTokens(); as budget) { / {{ budget }} } @else { tok }</span>
    <span class="pct num">
      @switch (use().level) {
        @case ('warned') { <fleet-icon name="warn" [size]="12" /> }
        @case ('reached') { <fleet-icon name="octagon" [size]="12" /> }
      }
      @if (use().percent === null) { <span class="none">no budget</span> } @else { {{ use().percent }} % }
    </span>
    <fleet-meter-track [use]="use()" [note]="before()" />
  `,
  styles: `
    :host { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: 5px var(--s-2); align-items: baseline; min-width: 0; font-size: var(--t-12); }
    .usd { color: var(--ink-3); }
    .usd b { color: var(--ink); font-weight: var(--w-medium); }
    .tok { overflow: hidden; color: var(--ink-3); font-size: var(--t-11); text-align: right; text-overflow: ellipsis; }
    .pct { display: inline-flex; align-items: center; gap: 4px; color: var(--budget-ok-ink); }
    .none { font-family: var(--font-ui); letter-spacing: 0; }
    :host([data-level='warned']) .pct { color: var(--budget-warned-ink); font-weight: var(--w-medium); }
    :host([data-level='reached']) .pct { color: var(--budget-reached-ink); font-weight: var(--w-medium); }
    fleet-meter-track { grid-column: 1 / -1; }
  `,
})
export class BudgetMeter {
  readonly session = input.required<Session>();
  private readonly spend = computed(() => chainSpend(this.session()));
  protected readonly use = computed(() => budgetUse(this.session()));
  protected readonly before = computed(() => carriedWords(this.session()));
  protected readonly cost = computed(() => formatUsd(this.spend().costUsd));
  protected readonly budgetUsd = computed(() => shown(this.session().budgetUsd, formatUsd));
  protected readonly tokens = computed(() => formatTokens(this.spend().countedTokens));
  protected readonly budgetTokens = computed(() => shown(this.session().budgetTokens, formatTokens));
}

function shown(budget: number | null, format: (value: number) => string): string | null {
  return budget === null ? null : format(budget);
}
