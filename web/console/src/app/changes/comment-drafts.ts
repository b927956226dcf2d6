import { inject, Injectable, signal } from '@angular/core';
import { DOCUMENT } from '@angular/common';
import { draftsOf, storedDrafts, type CommentDraft } from './stored-drafts.js';

const KEY = 'agents-fleet.comment-drafts.';

/** Comments that were not sent yet, by session: in memory, and in the tab's storage so that a reload loses none. */
@Injectable({ providedIn: 'root' })
export class CommentDrafts {
  private readonly storage = inject(DOCUMENT).defaultView?.sessionStorage;
  private readonly bySession = signal<ReadonlyMap<string, readonly CommentDraft[]>>(new Map());

  /** In the order in which they were begun. */
  of(sessionId: string): readonly CommentDraft[] {
    return this.bySession().get(sessionId) ?? [];
  }

  /** Takes up what was left by an earlier visit of this browser tab. */
  restore(sessionId: string): void {
    if (this.bySession().has(sessionId)) return;
    this.keep(sessionId, draftsOf(this.storage?.getItem(KEY + sessionId) ?? null));
  }

  add(sessionId: string, draft: CommentDraft): void {
    this.keep(sessionId, [...this.of(sessionId), draft]);
  }

  write(sessionId: string, id: string, text: string): void {
    this.keep(sessionId, this.of(sessionId).map((draft) => (draft.id === id ? { ...draft, text } : draft)));
  }

  remove(sessionId: string, ids: readonly string[]): void {
    this.keep(sessionId, this.of(sessionId).filter(({ id }) => !ids.includes(id)));
  }

  private keep(sessionId: string, drafts: readonly CommentDraft[]): void {
    this.bySession.update((all) => new Map(all).set(sessionId, drafts));
    const stored = storedDrafts(drafts);
    if (stored === null) this.storage?.removeItem(KEY + sessionId);
    else this.storage?.setItem(KEY + sessionId, stored);
  }
}
