import { inject, Injectable } from '@angular/core';
import { type ResolveFn } from '@angular/router';
import { SessionsStore } from '../sessions/sessions-store.js';
import { EarlyViewer } from '../socket/early-viewer.js';
import { FleetSocket } from '../socket/fleet-socket.js';
import { type TerminalChannel, type TerminalViewer } from '../socket/terminal-channel.js';
import { isTerminalKept } from '../sessions/terminal-kept.js';

/** A terminal that isn't there by then is not coming: the person has gone elsewhere. */
const WAITS_MS = 5_000;

/**
 * Asks for a session's terminal as soon as the person is on their way to it, so that the answer comes while the page is
 * still being made. At most one is on its way.
 */
@Injectable({ providedIn: 'root' })
export class EarlyAttach {
  private readonly socket = inject(FleetSocket);
  private begun: { readonly viewer: EarlyViewer; readonly channel: TerminalChannel; readonly until: ReturnType<typeof setTimeout> } | undefined;

  begin(sessionId: string): void {
    this.drop();
    const viewer = new EarlyViewer(sessionId);
    this.begun = { viewer, channel: this.socket.attach(viewer), until: setTimeout(() => this.drop(), WAITS_MS) };
  }

  /**
   * Shows a session's terminal in `viewer`, with what has come for it already. It is told so when the caller is done.
   * @returns its channel
   */
  attach(viewer: TerminalViewer): TerminalChannel {
    const { begun } = this;
    if (begun?.viewer.sessionId !== viewer.sessionId) return this.socket.attach(viewer);
    clearTimeout(begun.until);
    this.begun = undefined;
    queueMicrotask(() => begun.viewer.handTo(viewer));
    return begun.channel;
  }

  private drop(): void {
    clearTimeout(this.begun?.until);
    this.begun?.channel.close();
    this.begun = undefined;
  }
}

/** Of the route of a live terminal: begins to load it, and waits for nothing. */
export const attachEarly: ResolveFn<null> = ({ params }) => {
  const id = String(params['id']);
  const session = inject(SessionsStore).get(id);
  if (session === undefined || isTerminalKept(session)) inject(EarlyAttach).begin(id);
  return null;
};
