import { LiveAnnouncer } from '@angular/cdk/a11y';
import { effect, inject, Injectable } from '@angular/core';
import { needsPerson } from '../sessions/session-state.js';
import { SessionsStore } from '../sessions/sessions-store.js';
import { PageTitle } from '../shell/page-title.js';
import { FleetSocket } from '../socket/fleet-socket.js';
import { NeedsYou } from './needs-you.js';

/** Says that a session begins to need the person: politely aloud, and as a number in the tab's title, on whatever page. */
@Injectable({ providedIn: 'root' })
export class NeedsYouAlerts {
  constructor() {
    const store = inject(SessionsStore);
    const title = inject(PageTitle);
    const announcer = inject(LiveAnnouncer);
    const needsYou = new NeedsYou();
    inject(FleetSocket).messages.subscribe((message) => {
      if (message.type !== 'session') return;
      const { session } = message;
      if (needsYou.begins(session, store.get(session.id))) void announcer.announce(`${session.name} needs you`, 'polite');
    });
    effect(() => title.waiting.set(store.live().filter(needsPerson).length));
  }
}
