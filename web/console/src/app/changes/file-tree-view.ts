import { Component, computed, DestroyRef, effect, afterNextRender, inject, input, linkedSignal, output, signal, untracked, viewChild } from '@angular/core';
import { Icon } from '../ui/icon.js';
import { ChangesStore } from './changes-store.js';
import { type TreeRow } from './file-tree.js';
import { rowsInView, topToReveal } from './fixed-rows.js';
import { RowsViewport } from './rows-viewport.js';
import { countWords, statusWords } from './snapshot-words.js';
import { visibleText } from './visible-text.js';

/** Px of a line, as the style sheet draws it. */
export const NODE_PX = 28;

/** The changed files as a tree. Only the lines in view are drawn; keys move within it as in any tree. */
@Component({
  selector: 'fleet-file-tree',
  imports: [Icon, RowsViewport],
  templateUrl: './file-tree-view.html',
  styleUrl: './file-tree-view.css',
})
export class FileTreeView {
  /** Comments by file. */
  readonly comments = input.required<ReadonlyMap<string, number>>();
  readonly opened = output<string>();
  protected readonly store = inject(ChangesStore);
  private readonly viewport = viewChild.required(RowsViewport);
  protected readonly scrollTop = signal(0);
  private readonly room = signal(0);
  protected readonly total = computed(() => this.store.rows().length * NODE_PX);
  private readonly range = computed(() => rowsInView({ top: this.scrollTop(), room: this.room(), count: this.store.rows().length, rowPx: NODE_PX }), { equal: (a, b) => a.from === b.from && a.to === b.to });
  protected readonly offset = computed(() => this.range().from * NODE_PX);
  protected readonly drawn = computed(() => this.store.rows().slice(this.range().from, this.range().to).map((row, index) => ({ row, index: this.range().from + index })));

  /** Path of the line that the keys are at: the open file until they go elsewhere. */
  private readonly at = linkedSignal(() => this.store.file()?.path ?? null);
  protected readonly atIndex = computed(() => this.store.rows().findIndex(({ node }) => node.path === this.at()));
  protected readonly active = computed(() => (this.atIndex() === -1 ? null : `node-${this.atIndex()}`));

  constructor() {
    const observer = new ResizeObserver(([entry]) => this.room.set(entry?.contentRect.height ?? 0));
    inject(DestroyRef).onDestroy(() => observer.disconnect());
    afterNextRender(() => observer.observe(this.viewport().element));
    effect(() => {
      const [path, room] = [this.store.file()?.path, this.room()];
      if (path !== undefined && room > 0) untracked(() => this.reveal(this.store.rows().findIndex(({ node }) => node.path === path)));
    });
  }

  protected readonly visible = visibleText;
  protected readonly status = statusWords;
  protected readonly countWords = countWords;

  protected choice({ node }: TreeRow): 'all' | 'some' | 'none' {
    const chosen = this.store.chosen();
    if (node.kind === 'file') return chosen.has(node.path) ? 'all' : 'none';
    if (chosen.size === 0) return 'none';
    const paths = pathsBelow(node);
    const count = paths.filter((path) => chosen.has(path)).length;
    return count === 0 ? 'none' : count === paths.length ? 'all' : 'some';
  }

  protected press({ node }: TreeRow, event: MouseEvent): void {
    if ((event.target as Element).closest('.pick') !== null) this.store.toggleChosen(pathsBelow(node));
    else if (node.kind === 'directory') this.store.toggleDirectory(node.path);
    else this.opened.emit(node.path);
    this.at.set(node.path);
  }

  protected keydown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = this.store.rows();
    const [index, row] = [this.atIndex(), rows[this.atIndex()]];
    switch (event.key) {
      case 'ArrowDown': this.moveTo(index + 1); break;
      case 'ArrowUp': this.moveTo(index - 1); break;
      case 'Home': this.moveTo(0); break;
      case 'End': this.moveTo(rows.length - 1); break;
      case 'ArrowRight':
        if (row?.node.kind === 'directory') { if (row.open) this.moveTo(index + 1); else this.store.toggleDirectory(row.node.path, true); }
        break;
      case 'ArrowLeft':
        if (row?.node.kind === 'directory' && row.open) this.store.toggleDirectory(row.node.path, false);
        else this.moveTo(rows.findLastIndex(({ level }, above) => above < index && level < (row?.level ?? 1)));
        break;
      case 'Enter':
        if (row?.node.kind === 'directory') this.store.toggleDirectory(row.node.path);
        else if (row !== undefined) this.opened.emit(row.node.path);
        break;
      case ' ': if (row !== undefined) this.store.toggleChosen(pathsBelow(row.node)); break;
      default: return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  private moveTo(index: number): void {
    const row = this.store.rows()[index];
    if (row === undefined) return;
    this.at.set(row.node.path);
    this.reveal(index);
  }

  private reveal(index: number): void {
    if (index < 0) return;
    const viewport = this.viewport();
    const top = topToReveal(index, { top: viewport.element.scrollTop, room: this.room(), rowPx: NODE_PX });
    if (top !== null) viewport.scrollTo(top);
  }
}

function pathsBelow(node: TreeRow['node']): string[] {
  return node.kind === 'file' ? [node.path] : node.children.flatMap(pathsBelow);
}
