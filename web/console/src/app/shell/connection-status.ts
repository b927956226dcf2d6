import { Component, computed, inject } from '@angular/core';
import { Clock } from '../format/clock.js';
import { formatMoment } from '../format/time.js';
import { FleetSocket } from '../socket/fleet-socket.js';
import { Icon } from '../ui/icon.js';

/** Whether what is on screen is live, and how many runners are there. */
@Component({
  selector: 'fleet-connection-status',
  imports: [Icon],
  host: { role: 'status', '[attr.data-tone]': 'tone()' },
  template: `
    <fleet-icon [name]="tone() === 'live' ? 'live' : 'offline'" />
    <span>{{ words() }}</span>
    @if (tone() === 'live' && socket.runners(); as runners) { <span class="dim hide-xs">{{ runnersWords() }}</span> }
  `,
  styles: `
    :host { display: inline-flex; align-items: center; gap: 6px; color: var(--ink-2); font-size: var(--t-12); font-weight: var(--w-medium); white-space: nowrap; }
    :host([data-tone='live']) fleet-icon { color: var(--working); }
    :host([data-tone='lost']) { color: var(--crashed); }
  `,
})
export class ConnectionStatus {
  private readonly clock = inject(Clock);
  protected readonly socket = inject(FleetSocket);
  protected readonly tone = computed(() => {
    if (this.socket.state() === 'live') return this.socket.degraded() === null ? 'live' : 'lost';
    return this.socket.state() === 'connecting' ? 'waiting' : 'lost';
  });
  protected readonly words = computed(() => {
    const asOf = this.socket.state() === 'live' ? this.socket.degraded()?.asOf : this.socket.asOf();
    if (this.tone() === 'live') return 'Live';
    if (asOf === undefined || asOf === null) return 'Connecting';
    return `Reconnecting, as of ${formatMoment(asOf, new Date(this.clock.now()))}`;
  });
  protected readonly runnersWords = computed(() => {
    const online = (this.socket.runners() ?? []).filter((runner) => runner.online).length;
    return online === 0 ? 'no runner' : online === 1 ? '1 runner' : `${online} runners`;
  });
}
