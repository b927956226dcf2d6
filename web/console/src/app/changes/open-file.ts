import { computed, inject, Injectable, signal } from '@angular/core';
import { type ChangedFile } from '@agents-fleet/contracts';
import { ChangesApi } from '../api/changes-api.js';
import { readFailure, type Failure } from '../api/problem.js';
import { colour, type Colouring } from './colouring.js';
import { type Opened, type Side } from './diff-rows.js';
import { languageOf } from './language-of.js';
import { loadParser } from './language-parsers.js';
import { pageSlices } from './page-slices.js';
import { contentFits, contentLines, sideText } from './side-text.js';
import { parseFileDiff, type FileDiff } from './unified-diff.js';

/** Lines that one press opens of a gap. */
export const OPEN_STEP = 20;
const NO_GAPS: ReadonlyMap<number, Opened> = new Map();

/** The file that is on screen: its diff, then the lines around its changes, then its colours. */
@Injectable()
export class OpenFile {
  private readonly api = inject(ChangesApi);
  private wanted = 0;

  readonly file = signal<ChangedFile | null>(null);
  /** As git wrote it. */
  readonly patch = signal<string | null>(null);
  readonly diff = signal<FileDiff | null>(null);
  readonly failure = signal<Failure | null>(null);
  /** The file's lines after the change; `null` while they are on their way, or when there are none to be had. */
  readonly content = signal<readonly string[] | null>(null);
  /** Why there are no lines around the changes; `null` when there are, or may still come. */
  readonly noContent = signal<string | null>(null);
  readonly colours = signal<Readonly<Record<Side, Colouring | null>>>({ before: null, after: null });
  readonly opened = signal(NO_GAPS);
  /** Whether lines end in two ways in what is shown: then carriage returns are part of the change. */
  readonly mixedEnds = computed(() => {
    const lines = this.diff()?.hunks.flatMap((hunk) => hunk.lines) ?? [];
    return lines.some(({ text }) => text.endsWith('\r')) && lines.some(({ text }) => !text.endsWith('\r'));
  });

  async load(sessionId: string, snapshotId: string, file: ChangedFile | null): Promise<void> {
    const turn = ++this.wanted;
    const current = () => turn === this.wanted;
    this.file.set(file);
    for (const part of [this.patch, this.diff, this.failure, this.content, this.noContent]) part.set(null);
    this.colours.set({ before: null, after: null });
    this.opened.set(NO_GAPS);
    if (file === null || file.notInlined !== null) return;
    try {
      const patch = await this.api.diff(sessionId, snapshotId, file.path);
      if (!current()) return;
      this.patch.set(patch);
      this.diff.set(parseFileDiff(patch));
    } catch (error) {
      if (current()) this.failure.set(readFailure(error));
      return;
    }
    const hunks = this.diff()?.hunks ?? [];
    if (hunks.length === 0) return;
    // A new or deleted file is whole in its diff.
    if (file.status !== 'added' && file.status !== 'deleted') await this.loadContent(sessionId, snapshotId, file, current);
    if (current()) await this.colourBoth(file, current);
  }

  /** Opens lines of a gap: below what is above it, above what is below it, or all. */
  open(gap: number, from: 'top' | 'bottom' | 'all'): void {
    this.opened.update((opened) => {
      const { top, bottom } = opened.get(gap) ?? { top: 0, bottom: 0 };
      const next = { all: { top: Infinity, bottom: 0 }, top: { top: top + OPEN_STEP, bottom }, bottom: { top, bottom: bottom + OPEN_STEP } }[from];
      return new Map(opened).set(gap, next);
    });
  }

  private async loadContent(sessionId: string, snapshotId: string, file: ChangedFile, current: () => boolean): Promise<void> {
    try {
      const text = await this.api.content(sessionId, snapshotId, file.path);
      if (!current()) return;
      const lines = text === null ? null : contentLines(text);
      if (lines === null) this.noContent.set('The lines around can’t be shown: the file is too large or no text.');
      else if (contentFits(this.diff()?.hunks ?? [], lines)) this.content.set(lines);
      else this.noContent.set('The lines around can’t be shown: the file that was kept does not fit its diff.');
    } catch (error) {
      if (current()) this.noContent.set(`The lines around can’t be shown: ${readFailure(error).message}`);
    }
  }

  private async colourBoth(file: ChangedFile, current: () => boolean): Promise<void> {
    const sides = { before: languageOf(file.oldPath ?? file.path), after: languageOf(file.path) } as const;
    for (const side of ['after', 'before'] as const) {
      const language = sides[side];
      if (language === null) continue;
      const parser = await loadParser(language);
      if (!current()) return;
      const coloured = await colour(parser, sideText(this.diff()?.hunks ?? [], side, this.content()), pageSlices(current));
      if (!current()) return;
      this.colours.update((colours) => ({ ...colours, [side]: coloured }));
    }
  }
}
