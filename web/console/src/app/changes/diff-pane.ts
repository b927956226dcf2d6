import { LiveAnnouncer } from '@angular/cdk/a11y';
import { ApplicationRef, Component, computed, effect, inject, input, output, signal, untracked, viewChild } from '@angular/core';
import { type ChangedFile } from '@agents-fleet/contracts';
import { patchHref } from '../api/changes-api.js';
import { CopyButton } from '../ui/copy-button.js';
import { Icon } from '../ui/icon.js';
import { CommentDrafts } from './comment-drafts.js';
import { DiffLayout } from './diff-layout.js';
import { DiffLines, type CommentStart } from './diff-lines.js';
import { diffRows, lineKey, type Side } from './diff-rows.js';
import { OpenFile } from './open-file.js';
import { countWords, fileNotes, notInlinedWords, sizeWords, statusWords } from './snapshot-words.js';
import { visibleText } from './visible-text.js';

/** What is shown of a file when it opens: its top when the person chose it, the first or last change or a line when something led there. */
export type Landing = 'top' | 'first' | 'last' | { readonly side: Side; readonly line: number };

/** One file's change: its name and figures, then its lines or why there are none. */
@Component({
  selector: 'fleet-diff-pane',
  imports: [CopyButton, DiffLines, Icon],
  templateUrl: './diff-pane.html',
  styleUrl: './diff-pane.css',
})
export class DiffPane {
  readonly sessionId = input.required<string>();
  readonly snapshotId = input.required<string>();
  readonly file = input.required<ChangedFile>();
  readonly landing = input.required<Landing>();
  readonly restore = output<ChangedFile>();
  /** There is no further change in this direction. */
  readonly pastEnd = output<1 | -1>();
  protected readonly opened = inject(OpenFile);
  protected readonly layouts = inject(DiffLayout);
  private readonly drafts = inject(CommentDrafts);
  private readonly announcer = inject(LiveAnnouncer);
  private readonly lines = viewChild(DiffLines);
  private readonly application = inject(ApplicationRef);
  private landed: unknown = null;

  protected readonly editing = signal<ReadonlySet<string>>(new Set());
  private readonly own = computed(() => this.drafts.of(this.sessionId()).filter(({ path }) => path === this.file().path));
  protected readonly draftsById = computed(() => new Map(this.own().map((draft) => [draft.id, draft])));
  /** Typing in a comment must not lay out the file anew. */
  private readonly talks = computed(
    () => {
      const talks = new Map<string, string[]>();
      for (const { id, side, to } of this.own()) talks.set(lineKey(side, to), [...(talks.get(lineKey(side, to)) ?? []), id]);
      return talks;
    },
    { equal: (a, b) => JSON.stringify([...a]) === JSON.stringify([...b]) },
  );
  protected readonly rows = computed(() =>
    diffRows({ hunks: this.opened.diff()?.hunks ?? [], layout: this.layouts.layout(), opened: this.opened.opened(), content: this.opened.content(), talks: this.talks() }),
  );
  protected readonly directory = computed(() => visibleText(this.file().path.slice(0, this.file().path.lastIndexOf('/') + 1)));
  protected readonly name = computed(() => visibleText(this.file().path.slice(this.file().path.lastIndexOf('/') + 1)));
  protected readonly notes = computed(() => fileNotes(this.file()));
  protected readonly status = computed(() => statusWords(this.file().status));
  protected readonly href = computed(() => patchHref(this.sessionId(), this.snapshotId()));
  protected readonly size = computed(() => sizeWords(this.file().size));
  /** What stands in the place of lines. */
  protected readonly instead = computed(() => {
    const why = this.file().notInlined;
    if (why !== null) return notInlinedWords(why);
    const diff = this.opened.diff();
    if (diff === null || diff.hunks.length > 0) return null;
    if (diff.binary) return notInlinedWords('binary');
    return { title: 'No line changed', text: this.notes().length > 0 ? 'Only what stands above did.' : this.file().size === 0 ? 'The file is empty.' : 'Its content is the same as at the start.' };
  });
  protected readonly selected = computed(() => {
    const range = this.lines()?.selection() ?? null;
    if (range === null) return null;
    const lines = range.from === range.to ? `Line ${range.from}` : `Lines ${range.from}–${range.to}`;
    return `${lines}${range.side === 'before' ? ' before the change' : ''}`;
  });

  constructor() {
    effect(() => {
      const [sessionId, snapshotId, file] = [this.sessionId(), this.snapshotId(), this.file()];
      untracked(() => void this.opened.load(sessionId, snapshotId, file));
    });
    effect(() => {
      const [diff, lines] = [this.opened.diff(), this.lines()];
      if (diff === null || lines === undefined || this.landed === diff) return;
      this.landed = diff;
      const landing = untracked(this.landing);
      untracked(() => {
        lines.reset();
        if (landing === 'top') return;
        lines.focus();
        if (typeof landing === 'string') this.say(lines.goToChange(landing === 'first' ? 0 : -1));
        else lines.goToLine(landing.side, landing.line);
      });
    });
  }

  retry(): void {
    void this.opened.load(this.sessionId(), this.snapshotId(), this.file());
  }

  stepChange(by: 1 | -1): void {
    const lines = this.lines();
    const found = lines?.stepChange(by) ?? null;
    if (found === null) this.pastEnd.emit(by);
    else lines?.focus();
    this.say(found);
  }

  stepLine(by: 1 | -1, extend: boolean): void {
    this.lines()?.stepLine(by, extend);
  }

  otherSide(): void {
    this.lines()?.otherSide();
  }

  clearSelection(): void {
    this.lines()?.clear();
  }

  goToLine(side: Side, line: number): void {
    this.lines()?.goToLine(side, line);
  }

  comment(): void {
    if (this.lines()?.comment() !== true) void this.announcer.announce('Select lines first');
  }

  protected begin(start: CommentStart): void {
    const there = this.own().find(({ side, from, to }) => side === start.side && from === start.from && to === start.to);
    const id = there?.id ?? crypto.randomUUID();
    if (there === undefined) this.drafts.add(this.sessionId(), { id, path: this.file().path, side: start.side, from: start.from, to: start.to, lines: [...start.lines], text: '' });
    this.edit(id);
    // Now, not with the next frame: the letters typed after `c` belong into the comment.
    this.application.tick();
  }

  protected write(id: string, text: string): void {
    this.drafts.write(this.sessionId(), id, text);
  }

  protected edit(id: string): void {
    this.editing.update((ids) => new Set(ids).add(id));
  }

  protected keep(id: string): void {
    this.editing.update((ids) => new Set([...ids].filter((one) => one !== id)));
    this.lines()?.focus();
  }

  protected discard(id: string): void {
    this.drafts.remove(this.sessionId(), [id]);
    this.keep(id);
  }

  protected placesWords(): string {
    const words = { committed: 'committed', staged: 'staged', unstaged: 'in the work tree', untracked: 'not tracked' } as const;
    return this.file().places.map((place) => words[place]).join(', ');
  }

  protected readonly countWords = countWords;

  private say(change: { readonly index: number; readonly of: number } | null): void {
    if (change !== null) void this.announcer.announce(`Change ${change.index + 1} of ${change.of}`);
  }
}
