import { Component, computed, input } from '@angular/core';
import { type Session } from '@agents-fleet/contracts';
import { agentName } from '../sessions/agent-names.js';
import { Icon } from './icon.js';

/** Which program runs: the agent by its name, anything else by its command. */
@Component({
  selector: 'fleet-agent',
  imports: [Icon],
  host: { '[attr.title]': 'session().command', '[class.long]': "session().agent === 'shell'" },
  template: `<fleet-icon [name]="session().agent" [size]="14" /><span class="cut">{{ label() }}</span>`,
  styles: `
    :host { display: inline-flex; align-items: center; gap: 5px; flex: none; min-width: 0; white-space: nowrap; }
    :host(.long) { flex: 0 1 auto; }
    fleet-icon { color: var(--ink-3); }
  `,
})
export class AgentLabel {
  readonly session = input.required<Session>();
  protected readonly label = computed(() => {
    const { agent, command, name } = this.session();
    // A session without a name of its own is named by its command, which need not be said twice.
    return agent === 'shell' && command !== null && command !== name ? command : agentName(agent);
  });
}
