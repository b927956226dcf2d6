import { Component } from '@angular/core';
import { ActivityList } from './activity-list.js';

/** The activity as a page of its own: on a phone there is no room for the panel. */
@Component({
  selector: 'fleet-activity-tab',
  imports: [ActivityList],
  template: `<fleet-activity-list />`,
  styles: `:host { display: flex; flex-direction: column; height: 100%; min-height: 0; background: var(--surface); } fleet-activity-list { flex: 1; }`,
})
export class ActivityTab {}
