import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon } from '../ui/icon.js';

/** In the place of a terminal that was removed to save space. */
@Component({
  selector: 'fleet-terminal-not-kept',
  imports: [Icon, RouterLink],
  template: `
    <div class="blank">
      <fleet-icon name="archive" [size]="20" />
      <h2>The terminal of this session is no longer kept</h2>
      <p>What it printed was removed to save disk space. Its cost, its tokens, its activity, what was typed, its changes and how to resume it are all still here.</p>
      <a class="btn" routerLink="/settings">How long terminals are kept</a>
    </div>
  `,
  styles: `
    :host { display: grid; align-content: center; height: 100%; min-height: 0; overflow: auto; border-radius: var(--r-3); background: var(--surface); box-shadow: var(--e-0), var(--e-1); }
    p { max-width: 52ch; text-wrap: pretty; }
    fleet-icon { color: var(--ink-3); }
  `,
})
export class TerminalNotKept {}
