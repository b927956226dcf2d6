import { computed, signal, type Signal } from '@angular/core';
import { type Session } from '@agents-fleet/contracts';
import { countByState, filterSessions } from './session-filter.js';
import { type SessionState } from './session-state.js';
import { stateChips } from './state-chips.js';

/** Sessions of a page, filtered by what a person chose. */
export class FilteredSessions {
  /** `null` is all of them. */
  readonly state = signal<SessionState | null>(null);
  readonly text = signal('');
  /** Those with the text in them, in any state. */
  readonly matching = computed(() => filterSessions(this.all(), { state: null, text: this.text() }, this.nowMs()));
  readonly shown = computed(() => filterSessions(this.matching(), { state: this.state(), text: '' }, this.nowMs()));
  readonly chips = computed(() => stateChips(countByState(this.matching(), this.nowMs()), this.state(), this.alwaysShown));

  /** @param alwaysShown states that can be chosen also when no session is in them */
  constructor(
    private readonly all: Signal<readonly Session[]>,
    private readonly nowMs: Signal<number>,
    private readonly alwaysShown: readonly SessionState[] = [],
  ) {}

  /** Chooses a state; all of them when it was chosen. */
  toggleState(state: SessionState): void {
    this.state.update((before) => (before === state ? null : state));
  }

  showAll(): void {
    this.state.set(null);
    this.text.set('');
  }
}
