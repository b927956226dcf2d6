import { inject, Injectable } from '@angular/core';
import { SessionActions } from '../sessions/session-actions.js';
import { safeLink } from './safe-link.js';

/** Opens links that a program printed: only http(s), and only after the person has seen where they lead. */
@Injectable({ providedIn: 'root' })
export class LinkOpener {
  private readonly actions = inject(SessionActions);

  async open(target: string): Promise<void> {
    const url = safeLink(target);
    if (url === null) return;
    const sure = await this.actions.confirm({
      title: `Open ${url.hostname}?`,
      text: 'A program in the session printed this link. It opens in a new tab.',
      detail: url.href,
      action: 'Open link',
    });
    if (sure) window.open(url, '_blank', 'noopener,noreferrer');
  }
}
