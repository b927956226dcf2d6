import { CdkConnectedOverlay, CdkOverlayOrigin, type ConnectedPosition } from '@angular/cdk/overlay';
import { CdkTrapFocus } from '@angular/cdk/a11y';
import { Component, computed, input, signal } from '@angular/core';
import { type Session } from '@agents-fleet/contracts';
import { formatCount, formatTokens } from '../format/tokens.js';
import { figureWords } from '../sessions/figure-source.js';
import { Icon } from '../ui/icon.js';
import { countedWords, tokenRows } from './token-rows.js';

const BELOW: ConnectedPosition[] = [
  { originX: 'start', originY: 'bottom', overlayX: 'start', overlayY: 'top', offsetY: 6 },
  { originX: 'end', originY: 'bottom', overlayX: 'end', overlayY: 'top', offsetY: 6 },
];

/** Tokens by class in a line; a click explains each, what counts against the budget, and where the figures come from. */
@Component({
  selector: 'fleet-token-breakdown',
  imports: [CdkConnectedOverlay, CdkOverlayOrigin, CdkTrapFocus, Icon],
  templateUrl: './token-breakdown.html',
  styleUrl: './token-breakdown.css',
})
export class TokenBreakdown {
  readonly session = input.required<Session>();
  protected readonly open = signal(false);
  protected readonly positions = BELOW;
  protected readonly rows = computed(() => tokenRows(this.session()));
  /** In the strip: in and out always, the cache where there is one. */
  protected readonly shown = computed(() => this.rows().filter(({ short, count }) => count > 0 || short === 'in' || short === 'out'));
  protected readonly words = computed(() => countedWords(this.session()));
  protected readonly source = computed(() => {
    const { confidence, agent, usageSource } = this.session();
    return confidence === null ? null : figureWords({ confidence, agent, source: usageSource });
  });
  protected readonly short = formatTokens;
  protected readonly full = formatCount;
}
