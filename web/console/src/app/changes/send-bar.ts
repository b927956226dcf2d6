import { Clipboard } from '@angular/cdk/clipboard';
import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { type Session } from '@agents-fleet/contracts';
import { Toasts } from '../alerts/toasts.js';
import { ChangesApi } from '../api/changes-api.js';
import { readFailure } from '../api/problem.js';
import { Icon } from '../ui/icon.js';
import { commentsInput, commentsText } from './comment-text.js';
import { CommentDrafts } from './comment-drafts.js';
import { DraftsDialog } from './drafts-dialog.js';
import { sendRefusal } from './send-state.js';
import { countWords } from './snapshot-words.js';
import { writtenDrafts, type CommentDraft } from './stored-drafts.js';

/** The comments that wait to be sent, and what sends or copies all of them. */
@Component({
  selector: 'fleet-send-bar',
  imports: [Icon],
  template: `
    <fleet-icon name="comment" />
    <p><b>{{ words() }}</b> in {{ files() }}. {{ refusal() ?? 'The agent gets them as one message and goes on.' }}</p>
    <span class="grow"></span>
    <button class="btn btn--ghost" type="button" (click)="review()"><span>Review<span class="hide-xs"> drafts</span></span></button>
    <button class="btn btn--ghost" type="button" (click)="copy()"><span>{{ copied() ? 'Copied' : 'Copy' }}<span class="hide-xs"> as text</span></span></button>
    <button class="btn btn--primary" type="button" [disabled]="refusal() !== null || sending()" [title]="refusal() ?? ''" (click)="send()"><fleet-icon name="send" /><span>{{ sending() ? 'Sending' : 'Send ' + count() }}<span class="hide-xs"> to the agent</span></span></button>
  `,
  styles: `
    :host { display: flex; align-items: center; gap: var(--s-3); min-height: 56px; padding: var(--s-2) var(--s-4); border-top: 1px solid var(--line); background: var(--surface); box-shadow: 0 -8px 20px -12px var(--shade); }
    p { min-width: 0; color: var(--ink-2); font-size: var(--t-12); }
    b { color: var(--ink); font-weight: var(--w-semi); }
    fleet-icon { color: var(--ink-3); }
    .btn fleet-icon { color: inherit; }
    @media (max-width: 720px) { :host { flex-wrap: wrap; gap: var(--s-2); } :host > fleet-icon, .grow { display: none; } p { width: 100%; } .btn { flex: 1 1 auto; padding: 0 var(--s-2); } }
  `,
})
export class SendBar {
  readonly session = input.required<Session>();
  readonly drafts = input.required<readonly CommentDraft[]>();
  readonly goTo = output<CommentDraft>();
  private readonly api = inject(ChangesApi);
  private readonly store = inject(CommentDrafts);
  private readonly clipboard = inject(Clipboard);
  private readonly dialog = inject(MatDialog);
  private readonly toasts = inject(Toasts);
  protected readonly sending = signal(false);
  protected readonly copied = signal(false);
  protected readonly words = computed(() => countWords(this.drafts().length, 'draft comment'));
  protected readonly count = computed(() => countWords(this.drafts().length, 'comment'));
  protected readonly files = computed(() => countWords(new Set(this.drafts().map(({ path }) => path)).size, 'file'));
  protected readonly refusal = computed(() => sendRefusal(this.session(), this.drafts()));

  protected review(): void {
    const dialog = this.dialog.open<DraftsDialog, { sessionId: string }, CommentDraft>(DraftsDialog, { data: { sessionId: this.session().id }, ariaLabelledBy: 'drafts-title' });
    dialog.afterClosed().subscribe((draft) => {
      if (draft !== undefined) this.goTo.emit(draft);
    });
  }

  protected copy(): void {
    this.copied.set(this.clipboard.copy(commentsText(this.drafts())));
  }

  /** What can't be sent stays a draft. */
  protected async send(): Promise<void> {
    const [session, drafts] = [this.session(), writtenDrafts(this.drafts())];
    const refused = sendRefusal(session, drafts);
    if (refused !== null) return this.toasts.failed('The comments were not sent', refused);
    this.sending.set(true);
    try {
      await this.api.type(session.id, commentsInput(drafts, session.agent));
      this.store.remove(session.id, drafts.map(({ id }) => id));
      this.toasts.show({ key: `comments:${session.id}`, tone: 'done', title: `${countWords(drafts.length, 'comment')} sent`, subject: session.name, text: 'They were typed into its terminal as one message.', actions: [] });
    } catch (error) {
      this.toasts.failed('The comments were not sent', `${readFailure(error).message} They are kept as drafts.`);
    } finally {
      this.sending.set(false);
    }
  }
}
