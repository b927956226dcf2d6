import { Component, computed, input } from '@angular/core';
import { type Confidence, type UsageSource } from '@agents-fleet/contracts';
import { Icon } from './icon.js';

const SOURCES: Readonly<Record<UsageSource, string>> = {
  sdk: 'our own request',
  otel: 'the agent’s per-request events',
  transcript: 'the agent’s transcript',
  rollout: 'the agent’s rollout file',
  statusline: 'the status line that the program prints',
  estimate: 'a quarter of the characters on screen',
};

/** Where a figure comes from, and how far it can be trusted: line style and icon tell apart without colour. */
@Component({
  selector: 'fleet-confidence',
  imports: [Icon],
  host: { '[attr.data-confidence]': 'confidence()', '[attr.title]': 'title()' },
  template: `<fleet-icon [name]="confidence()" [size]="12" /><span class="word">{{ confidence() }}</span>`,
  styles: `
    :host { display: inline-flex; align-items: center; gap: 5px; height: 20px; padding: 0 7px 0 4px; border: 1px solid var(--line-strong); border-radius: var(--r-1); color: var(--ink-2); font-size: var(--t-11); font-weight: var(--w-medium); white-space: nowrap; }
    :host([data-confidence='exact']) { border-color: transparent; background: var(--surface-3); }
    :host([data-confidence='estimated']) { border: 1px dashed var(--line-control); }
    :host([data-confidence='assumed']) { border: 1px dotted var(--line-control); color: var(--ink-3); }
    @media (max-width: 1280px) { :host(.shrinks) .word { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); } :host(.shrinks) { justify-content: center; width: 24px; height: 22px; padding: 0; } }
  `,
})
export class ConfidenceBadge {
  readonly confidence = input.required<Confidence>();
  readonly source = input<UsageSource | null>(null);
  protected readonly title = computed(() => {
    const source = this.source();
    return source === null ? null : `Counted from ${SOURCES[source]}`;
  });
}
