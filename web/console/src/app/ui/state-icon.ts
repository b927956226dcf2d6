import { Component, input } from '@angular/core';
import { type SessionState } from '../sessions/session-state.js';
import { Icon } from './icon.js';

/** The outline of a state: ring, diamond, pause, octagon, crossed square, tick. */
@Component({
  selector: 'fleet-state-icon',
  imports: [Icon],
  host: { 'aria-hidden': 'true', '[attr.data-state]': 'state()' },
  template: `
    @switch (state()) {
      @case ('working') {
        <svg viewBox="0 0 16 16">
          <circle cx="8" cy="8" r="5.5" opacity=".3" />
          <path class="arc" d="M8 2.5A5.5 5.5 0 0 1 13.5 8" stroke-width="2" />
          <circle class="core" cx="8" cy="8" r="1.7" />
        </svg>
      }
      @case ('needs') { <fleet-icon name="state-needs" [size]="size()" /> }
      @case ('idle') { <fleet-icon name="state-idle" [size]="size()" /> }
      @case ('stopped') { <fleet-icon name="state-stopped" [size]="size()" /> }
      @case ('failed') { <fleet-icon name="state-failed" [size]="size()" /> }
      @case ('ended') { <fleet-icon name="state-ended" [size]="size()" /> }
    }
  `,
  styles: `
    :host { display: inline-flex; flex: none; }
    :host([data-state='working']) { color: var(--working); }
    :host([data-state='needs']) { color: var(--needs); }
    :host([data-state='idle']) { color: var(--idle); }
    :host([data-state='stopped']) { color: var(--stopped); }
    :host([data-state='failed']) { color: var(--crashed); }
    :host([data-state='ended']) { color: var(--ended); }
    svg { display: block; width: 16px; height: 16px; fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; }
    .core { fill: currentColor; stroke: none; }
    .arc { transform-origin: 8px 8px; animation: turn var(--spin) linear infinite; }
    @keyframes turn { to { transform: rotate(360deg); } }
    :host-context([data-connection='reconnecting']) .arc { animation-play-state: paused; }
    @media (prefers-reduced-motion: reduce) { .arc { animation: none; } }
  `,
})
export class StateIcon {
  readonly state = input.required<SessionState>();
  readonly size = input(16);
}
