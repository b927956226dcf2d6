import { Component, inject, input, output } from '@angular/core';
import { Icon } from '../ui/icon.js';
import { SessionSnapshots } from './session-snapshots.js';
import { type NothingToShow } from './snapshot-words.js';

/** Why there are no changes to show, and what can be done about it. */
@Component({
  selector: 'fleet-no-changes',
  imports: [Icon],
  template: `
    @if (snapshots.failure(); as failed) {
      <div class="blank"><h2>The snapshots could not be read</h2><p>{{ failed.message }}</p><button class="btn" type="button" (click)="retry.emit()">Retry</button></div>
    } @else if (!snapshots.loaded()) {
      <div class="blank" role="status"><p>Looking for snapshots</p></div>
    } @else if (snapshots.pending()) {
      <div class="blank" role="status"><h2>The snapshot is being taken</h2><p>The session has just ended. What it changed appears here in a moment.</p></div>
    } @else if (words(); as state) {
      <div class="blank"><h2>{{ state.title }}</h2><p>{{ state.text }}</p></div>
    } @else if (live()) {
      <div class="blank"><h2>What has it changed so far?</h2><p>{{ snapshots.start() === null ? 'No snapshot was kept of the start of this session.' : 'The start of the session is kept. Take a snapshot to see what changed since; another is taken at the end.' }}</p>
        <button class="btn btn--primary" type="button" [disabled]="snapshots.taking()" (click)="take.emit()"><fleet-icon name="camera" />{{ snapshots.taking() ? 'Taking a snapshot' : 'Take a snapshot now' }}</button></div>
    } @else {
      <div class="blank"><h2>No snapshot was kept</h2><p>{{ snapshots.start() === null ? 'Nothing is known of the repo at the start and the end of this session.' : 'The start was kept, the end was not.' }} Capturing is off when <code class="mono">AGENTS_FLEET_CAPTURE_GIT_ON_END</code> is 0; git-snapshot may also have been away.</p></div>
    }
  `,
  styles: `:host { display: grid; height: 100%; overflow: auto; background: var(--surface); } .blank { align-content: center; } p { max-width: 56ch; } code { font-size: .92em; }`,
})
export class NoChanges {
  readonly live = input.required<boolean>();
  readonly words = input<NothingToShow | null>(null);
  readonly retry = output();
  readonly take = output();
  protected readonly snapshots = inject(SessionSnapshots);
}
