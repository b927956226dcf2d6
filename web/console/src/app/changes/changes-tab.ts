import { LiveAnnouncer } from '@angular/cdk/a11y';
import { Component, computed, effect, type ElementRef, inject, input, signal, untracked, viewChild } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { Router } from '@angular/router';
import { type ChangedFile } from '@agents-fleet/contracts';
import { patchHref } from '../api/changes-api.js';
import { readFailure } from '../api/problem.js';
import { Toasts } from '../alerts/toasts.js';
import { Clock } from '../format/clock.js';
import { formatMoment } from '../format/time.js';
import { isLive } from '../sessions/session-state.js';
import { SessionsStore } from '../sessions/sessions-store.js';
import { Icon } from '../ui/icon.js';
import { changesKey, type ChangesKeyAction } from './changes-keys.js';
import { ChangesStore } from './changes-store.js';
import { CommentDrafts } from './comment-drafts.js';
import { DiffLayout } from './diff-layout.js';
import { DiffPane, type Landing } from './diff-pane.js';
import { FileTreeView } from './file-tree-view.js';
import { KeysDialog } from './keys-dialog.js';
import { NoChanges } from './no-changes.js';
import { OpenFile } from './open-file.js';
import { restoreButtonWords } from './restore-words.js';
import { Restorer } from './restorer.js';
import { SendBar } from './send-bar.js';
import { SessionSnapshots } from './session-snapshots.js';
import { SnapshotChoice } from './snapshot-choice.js';
import { countWords } from './snapshot-words.js';
import { draftCounts, writtenDrafts, type CommentDraft } from './stored-drafts.js';
import { visibleText } from './visible-text.js';

/** The tab "Changes": what a session did to its repo, from its start to a snapshot. */
@Component({
  selector: 'fleet-changes-tab',
  imports: [DiffPane, FileTreeView, Icon, NoChanges, SendBar],
  providers: [ChangesStore, OpenFile, Restorer],
  host: { '(document:keydown)': 'keydown($event)' },
  templateUrl: './changes-tab.html',
  styleUrl: './changes-tab.css',
})
export class ChangesTab {
  /** From the route above. */
  readonly id = input.required<string>();
  /** From the address: a snapshot and a file to begin with. */
  readonly snapshot = input<string>();
  readonly file = input<string>();
  private readonly router = inject(Router);
  private readonly sessions = inject(SessionsStore);
  private readonly drafts = inject(CommentDrafts);
  private readonly restorer = inject(Restorer);
  private readonly dialog = inject(MatDialog);
  private readonly toasts = inject(Toasts);
  private readonly clock = inject(Clock);
  private readonly layouts = inject(DiffLayout);
  private readonly announcer = inject(LiveAnnouncer);
  private readonly find = viewChild<ElementRef<HTMLInputElement>>('find');
  private readonly pane = viewChild(DiffPane);
  protected readonly store = inject(ChangesStore);
  protected readonly snapshots = inject(SessionSnapshots);
  protected readonly landing = signal<Landing>('top');
  /** On a phone the list of files is shown when it is asked for. */
  protected readonly listed = signal(false);

  protected readonly session = computed(() => this.sessions.get(this.id()));
  protected readonly live = computed(() => {
    const session = this.session();
    return session !== undefined && isLive(session);
  });
  protected readonly choice = new SnapshotChoice(this.snapshots.list, this.snapshot, (at) => this.moment(at));
  protected readonly since = computed(() => {
    const at = this.snapshots.start()?.at ?? this.session()?.startedAt;
    return at === undefined ? '' : this.moment(at);
  });
  protected readonly all = computed(() => this.drafts.of(this.id()));
  protected readonly written = computed(() => writtenDrafts(this.all()));
  protected readonly comments = computed(() => draftCounts(this.written()));
  protected readonly href = computed(() => patchHref(this.id(), this.choice.currentId() ?? ''));
  protected readonly toRestore = computed(() => (this.store.chosenFiles().length > 0 ? this.store.chosenFiles() : this.store.shown()));
  protected readonly restoreWords = computed(() => restoreButtonWords(this.store.chosenFiles().length, this.store.shown().length, this.store.filter() !== ''));
  protected readonly countWords = countWords;
  protected readonly visible = visibleText;

  constructor() {
    effect(() => {
      const id = this.id();
      untracked(() => this.drafts.restore(id));
    });
    effect(() => {
      const [id, snapshotId, failed] = [this.id(), this.choice.currentId(), this.choice.stateWords() !== null];
      const path = untracked(this.file) ?? null;
      untracked(() => {
        this.landing.set('top');
        if (snapshotId !== null && !failed) void this.store.load(id, snapshotId, path);
      });
    });
    effect(() => {
      const [file, snapshot] = [this.store.file()?.path, this.store.snapshotId()];
      if (file === undefined) return;
      // With the snapshot: what a person reads must not change because another one was taken.
      untracked(() => {
        if (file !== this.file() || snapshot !== this.snapshot()) this.address({ file, snapshot });
      });
    });
  }

  protected moment(at: string): string {
    return formatMoment(new Date(at), new Date(this.clock.now()));
  }

  protected choose(snapshotId: string): void {
    this.address({ snapshot: snapshotId });
  }

  protected async take(): Promise<void> {
    try {
      const { snapshotId } = await this.snapshots.take();
      this.address({ snapshot: snapshotId });
      void this.announcer.announce('Snapshot taken');
    } catch (error) {
      this.toasts.failed('No snapshot could be taken', readFailure(error).message);
    }
  }

  protected reload(): void {
    const id = this.choice.currentId();
    if (id === null) void this.snapshots.reload();
    else void this.store.load(this.id(), id, this.file() ?? null);
  }

  protected open(path: string, landing: Landing = 'top'): void {
    this.landing.set(landing);
    this.listed.set(false);
    this.store.open(path);
  }

  protected restore(files: readonly ChangedFile[]): void {
    const session = this.session();
    if (session !== undefined) void this.restorer.restore(session, files);
  }

  protected goTo(draft: CommentDraft): void {
    if (this.store.file()?.path === draft.path) this.pane()?.goToLine(draft.side, draft.to);
    else this.open(draft.path, { side: draft.side, line: draft.to });
  }

  protected stepFile(by: 1 | -1, landing: Landing): void {
    this.landing.set(landing);
    if (!this.store.step(by)) void this.announcer.announce(by === 1 ? 'This is the last file' : 'This is the first file');
  }

  protected showKeys(): void {
    this.dialog.open(KeysDialog, { ariaLabelledBy: 'keys-title' });
  }

  protected keydown(event: KeyboardEvent): void {
    const action = changesKey(event);
    if (action === null) return;
    if (action === 'leave-filter') {
      if (event.target !== this.find()?.nativeElement) return;
      this.store.filter.set('');
      this.find()?.nativeElement.blur();
      return;
    }
    if (action !== 'clear') event.preventDefault();
    this.act[action]();
  }

  private readonly act: Readonly<Record<Exclude<ChangesKeyAction, 'leave-filter'>, () => void>> = {
    'next-change': () => this.pane()?.stepChange(1),
    'previous-change': () => this.pane()?.stepChange(-1),
    'next-file': () => this.stepFile(1, 'top'),
    'previous-file': () => this.stepFile(-1, 'top'),
    'line-down': () => this.pane()?.stepLine(1, false),
    'line-up': () => this.pane()?.stepLine(-1, false),
    'extend-down': () => this.pane()?.stepLine(1, true),
    'extend-up': () => this.pane()?.stepLine(-1, true),
    'other-side': () => this.pane()?.otherSide(),
    comment: () => this.pane()?.comment(),
    layout: () => this.layouts.toggle(),
    filter: () => this.find()?.nativeElement.focus(),
    select: () => {
      const file = this.store.file();
      if (file !== null) this.store.toggleChosen([file.path]);
    },
    help: () => this.showKeys(),
    clear: () => this.pane()?.clearSelection(),
  };

  /** Where the page is, for a reload or a link; no step of it is one in the browser's history. */
  private address(queryParams: { readonly snapshot?: string; readonly file?: string }): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }
}
