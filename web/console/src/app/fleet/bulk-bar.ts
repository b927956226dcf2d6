import { Component, computed, input, output } from '@angular/core';
import { type Session } from '@agents-fleet/contracts';
import { formatUsd } from '../format/money.js';
import { worstConfidence } from '../sessions/figure-source.js';
import { isLive } from '../sessions/session-state.js';
import { ConfidenceBadge } from '../ui/confidence-badge.js';
import { Icon } from '../ui/icon.js';

/** What can be done to the ticked rows. */
@Component({
  selector: 'fleet-bulk-bar',
  imports: [ConfidenceBadge, Icon],
  host: { role: 'toolbar', 'aria-label': 'Selected sessions' },
  template: `
    <span role="status"><b>{{ sessions().length }}</b> selected <span class="num dim">{{ cost() }} <fleet-confidence compact [figure]="{ confidence: confidence() }" /></span></span>
    <span class="sep"></span>
    <button class="btn btn--sm btn--danger" type="button" [disabled]="live() === 0" (click)="stopAll.emit()">
      <fleet-icon name="stop" />{{ live() === 0 ? 'None is running' : 'Stop ' + live() }}
    </button>
    <button class="btn btn--ghost btn--icon btn--sm" type="button" aria-label="Clear the selection" (click)="clear.emit()"><fleet-icon name="x" /></button>
  `,
  styles: `
    :host { position: absolute; z-index: 10; bottom: var(--s-5); left: 50%; display: flex; align-items: center; gap: var(--s-3); height: 48px; padding: 0 var(--s-2) 0 var(--s-4); border-radius: var(--r-4); background: var(--overlay); box-shadow: var(--e-3); white-space: nowrap; translate: -50% 0; }
    b { font-weight: var(--w-semi); }
    .sep { width: 1px; height: 20px; background: var(--line-strong); }
    @media (max-width: 720px) { :host { right: var(--gutter); bottom: var(--s-3); left: var(--gutter); justify-content: space-between; translate: none; } }
  `,
})
export class BulkBar {
  readonly sessions = input.required<readonly Session[]>();
  readonly stopAll = output();
  readonly clear = output();
  protected readonly live = computed(() => this.sessions().filter(isLive).length);
  protected readonly cost = computed(() => formatUsd(this.sessions().reduce((sum, { costUsd }) => sum + costUsd, 0)));
  protected readonly confidence = computed(() => worstConfidence(this.sessions()));
}
