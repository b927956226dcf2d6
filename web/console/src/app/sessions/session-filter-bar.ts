import { Component, type ElementRef, input, viewChild } from '@angular/core';
import { Icon } from '../ui/icon.js';
import { StateIcon } from '../ui/state-icon.js';
import { type FilteredSessions } from './filtered-sessions.js';

/** Where a person filters the sessions of a page, by state and by text. */
@Component({
  selector: 'fleet-session-filter-bar',
  imports: [Icon, StateIcon],
  host: { role: 'group', 'aria-label': 'Filter sessions' },
  templateUrl: './session-filter-bar.html',
  styleUrl: './session-filter-bar.css',
})
export class SessionFilterBar {
  readonly sessions = input.required<FilteredSessions>();
  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field');

  focus(): void {
    this.field().nativeElement.focus();
  }

  /** Clears and leaves the field, if that is where the key was pressed. */
  leave({ target }: Event): void {
    const field = this.field().nativeElement;
    if (target !== field) return;
    this.sessions().text.set('');
    field.blur();
  }
}
