import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon } from '../ui/icon.js';

/** The fleet before its first session. */
@Component({
  selector: 'fleet-fleet-empty',
  imports: [Icon, RouterLink],
  template: `
    <div class="blank">
      <fleet-icon name="fleet" [size]="32" />
      <h2>No sessions yet</h2>
      <p>Start an agent or a shell in one of your repos, give it a budget, and watch it here.</p>
      <a class="btn btn--primary" routerLink="/new"><fleet-icon name="plus" />New session</a>
    </div>
  `,
  styles: `.blank > fleet-icon { color: var(--ink-3); }`,
})
export class FleetEmpty {}
