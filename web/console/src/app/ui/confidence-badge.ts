import { booleanAttribute, Component, computed, input } from '@angular/core';
import { type Agent, type Confidence, type PriceSource, type UsageSource } from '@agents-fleet/contracts';
import { figureWords } from '../sessions/figure-source.js';
import { Icon } from './icon.js';

/** A figure as the badge is given it: a session, a request, or a sum of several sessions, which has no one source. */
export interface BadgeFigure {
  readonly confidence: Confidence | null;
  readonly agent?: Agent | null;
  readonly source?: UsageSource | null;
  /** As a session names its source. */
  readonly usageSource?: UsageSource | null;
  readonly priceSource?: PriceSource | null;
}

/**
 * Where a figure comes from, and how far it can be trusted: outline and icon tell apart without colour, the words are
 * there for the pointer and read aloud. `compact` is the icon alone, beside a figure. Nothing for nothing known.
 */
@Component({
  selector: 'fleet-confidence',
  imports: [Icon],
  host: { '[attr.data-confidence]': 'figure().confidence', '[attr.title]': 'words()', '[class.compact]': 'compact()' },
  template: `
    @if (figure().confidence; as confidence) {
      <fleet-icon [name]="confidence" [size]="12" />
      @if (compact()) { <span class="vh">{{ words() }}</span> } @else { <span class="word">{{ confidence }}</span><span class="vh">: {{ words() }}</span> }
    }
  `,
  styles: `
    :host { position: relative; display: inline-flex; align-items: center; gap: 5px; height: 20px; padding: 0 7px 0 4px; border: 1px solid var(--line-strong); border-radius: var(--r-1); color: var(--ink-2); font-size: var(--t-11); font-weight: var(--w-medium); white-space: nowrap; }
    :host(:not([data-confidence])) { display: none; }
    :host([data-confidence='exact']) { border-color: transparent; background: var(--surface-3); }
    :host([data-confidence='estimated']) { border: 1px dashed var(--line-control); }
    :host([data-confidence='assumed']) { border: 1px dotted var(--line-control); color: var(--ink-3); }
    :host(.compact) { justify-content: center; width: 16px; height: 14px; padding: 0; color: var(--ink-3); vertical-align: -2px; }
    @media (max-width: 1280px) { :host(.shrinks) .word { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); } :host(.shrinks) { justify-content: center; width: 24px; height: 22px; padding: 0; } }
  `,
})
export class ConfidenceBadge {
  readonly figure = input.required<BadgeFigure>();
  readonly compact = input(false, { transform: booleanAttribute });
  protected readonly words = computed(() => {
    const { confidence, agent = null, source, usageSource, priceSource = null } = this.figure();
    return confidence === null ? null : figureWords({ confidence, agent, source: source ?? usageSource ?? null, priceSource });
  });
}
