import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import { BudgetAlerts } from '../alerts/budget-alerts.js';
import { formatBytes, formatCount } from '../format/tokens.js';
import { SessionsStore } from '../sessions/sessions-store.js';
import { isTerminalKept } from '../sessions/terminal-kept.js';
import { TerminalNotKept } from './terminal-not-kept.js';
import { TerminalScreen } from './terminal-screen.js';

/** The tab "Terminal": live, or the last screen of an ended session. */
@Component({
  selector: 'fleet-terminal-tab',
  imports: [TerminalNotKept, TerminalScreen],
  template: `
    @if (!kept()) {
      <fleet-terminal-not-kept />
    } @else {
      <fleet-terminal-screen [sessionId]="id()" />
    }
    <div class="foot hide-xs">
      @if (kept()) { <span><kbd>Ctrl</kbd> <kbd>⇧</kbd> <kbd>K</kbd> leaves the terminal</span> }
      <span class="grow"></span>
      @if (session(); as session) {
        @if (session.lastChunk === 0) { <span>Nothing on screen yet</span> } @else {
          <span>{{ kept() ? 'Every byte kept' : 'No longer kept' }}: <span class="num">{{ bytes() }}</span></span><span class="num">chunk {{ chunk() }}</span>
        }
      }
    </div>
  `,
  styles: `
    :host { display: grid; grid-template-rows: minmax(0, 1fr) auto; gap: var(--s-2); height: 100%; min-height: 0; }
    .foot { display: flex; align-items: center; gap: var(--s-4); min-height: 24px; color: var(--ink-3); font-size: var(--t-12); }
  `,
})
export class TerminalTab {
  /** From the route above. */
  readonly id = input.required<string>();
  private readonly store = inject(SessionsStore);
  protected readonly session = computed(() => this.store.get(this.id()));
  protected readonly kept = computed(() => {
    const session = this.session();
    return session === undefined || isTerminalKept(session);
  });
  protected readonly bytes = computed(() => formatBytes(this.session()?.bytes ?? 0));
  protected readonly chunk = computed(() => formatCount(this.session()?.lastChunk ?? 0));

  constructor() {
    const alerts = inject(BudgetAlerts);
    const warned = computed(() => this.session()?.limitState === 'warned' && this.session()?.status !== 'ended');
    effect(() => {
      // Opened after the warning: whoever comes now must hear of it too.
      const id = this.id();
      if (!warned()) return;
      untracked(() => {
        const session = this.store.get(id);
        if (session !== undefined) alerts.warn(session);
      });
    });
  }
}
