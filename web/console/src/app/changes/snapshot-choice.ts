import { computed, type Signal } from '@angular/core';
import { type SessionSnapshot } from '@agents-fleet/contracts';
import { newestSnapshot, phaseWords, stateWords } from './snapshot-words.js';

/** Which of a session's snapshots is on screen, and which can be. */
export class SnapshotChoice {
  /** Newest first; the start is what they are compared with. */
  readonly choices = computed(() =>
    this.list().filter(({ phase }) => phase !== 'start').toReversed().map(({ snapshotId, phase, at }) => ({ id: snapshotId, label: `${phaseWords(phase)} · ${this.moment(at)}` })),
  );
  /** The one that is asked for, else the newest; of a session that has none to compare, one that says why. */
  readonly current = computed(() => {
    const list = this.list();
    return list.find(({ snapshotId }) => snapshotId === this.wanted()) ?? newestSnapshot(list) ?? list.findLast(({ state }) => state !== 'ok') ?? null;
  });
  readonly currentId = computed(() => this.current()?.snapshotId ?? null);
  /** Why it has no changes to show. */
  readonly stateWords = computed(() => {
    const current = this.current();
    return current === null ? null : stateWords(current);
  });

  /**
   * @param list oldest first
   * @param wanted an id, from the address
   * @param moment says when a snapshot was taken
   */
  constructor(
    private readonly list: Signal<readonly SessionSnapshot[]>,
    private readonly wanted: Signal<string | undefined>,
    private readonly moment: (at: string) => string,
  ) {}
}
