import { booleanAttribute, Component, computed, inject, input } from '@angular/core';
import { type Session } from '@agents-fleet/contracts';
import { Clock } from '../format/clock.js';
import { sessionLabel, sessionState } from '../sessions/session-state.js';
import { StateIcon } from './state-icon.js';

/** A session's state in a word with its outline; `pill` for headings. */
@Component({
  selector: 'fleet-state-badge',
  imports: [StateIcon],
  host: { '[attr.data-state]': 'state()', '[class.pill]': 'pill()' },
  template: `<fleet-state-icon [state]="state()" /><span class="word">{{ label() }}</span>`,
  styles: `
    :host { display: inline-flex; align-items: center; gap: 6px; color: var(--c); font-size: var(--t-12); font-weight: var(--w-medium); white-space: nowrap; }
    :host([data-state='working']) { --c: var(--working); --soft: var(--working-soft); }
    :host([data-state='needs']) { --c: var(--needs); --soft: var(--needs-soft); }
    :host([data-state='idle']) { --c: var(--idle); --soft: var(--idle-soft); }
    :host([data-state='stopped']) { --c: var(--stopped); --soft: var(--stopped-soft); }
    :host([data-state='failed']) { --c: var(--crashed); --soft: var(--crashed-soft); }
    :host([data-state='ended']) { --c: var(--ended); --soft: var(--ended-soft); }
    :host(.pill) { height: 24px; padding: 0 9px 0 6px; border-radius: var(--r-full); background: var(--soft); }
    @media (max-width: 1280px) { :host(.shrinks) .word { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); } }
  `,
})
export class StateBadge {
  private readonly clock = inject(Clock);
  readonly session = input.required<Session>();
  readonly pill = input(false, { transform: booleanAttribute });
  protected readonly state = computed(() => sessionState(this.session(), this.clock.now()));
  protected readonly label = computed(() => sessionLabel(this.session(), this.state()));
}
