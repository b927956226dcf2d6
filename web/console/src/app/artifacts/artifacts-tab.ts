import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { type Artifact } from '@agents-fleet/contracts';
import { ChangesApi } from '../api/changes-api.js';
import { readFailure, type Failure } from '../api/problem.js';
import { SessionSnapshots } from '../changes/session-snapshots.js';
import { sizeWords } from '../changes/snapshot-words.js';
import { visibleText } from '../changes/visible-text.js';
import { Clock } from '../format/clock.js';
import { formatMoment } from '../format/time.js';
import { canResume } from '../sessions/resume-state.js';
import { isLive } from '../sessions/session-state.js';
import { SessionActions } from '../sessions/session-actions.js';
import { SessionsStore } from '../sessions/sessions-store.js';
import { CopyButton } from '../ui/copy-button.js';
import { Icon } from '../ui/icon.js';
import { artifactRows } from './artifact-rows.js';

/** What there is of the terminal as a file. */
const EXPORTS = [
  { path: 'terminal.cast', title: 'Recording', hint: 'asciicast v3, plays in asciinema' },
  { path: 'terminal.txt', title: 'Text', hint: 'what was on screen, without escape codes' },
  { path: 'terminal', title: 'Raw bytes', hint: 'exactly as they were printed' },
] as const;

/** The tab "Artifacts": everything that was kept for a session, and how to take it along. */
@Component({
  selector: 'fleet-artifacts-tab',
  imports: [CopyButton, Icon, RouterLink],
  templateUrl: './artifacts-tab.html',
  styleUrl: './artifacts-tab.css',
})
export class ArtifactsTab {
  /** From the route above. */
  readonly id = input.required<string>();
  private readonly api = inject(ChangesApi);
  private readonly clock = inject(Clock);
  private readonly store = inject(SessionsStore);
  private readonly snapshots = inject(SessionSnapshots);
  protected readonly actions = inject(SessionActions);
  private readonly artifacts = signal<readonly Artifact[]>([]);
  protected readonly loaded = signal(false);
  protected readonly failure = signal<Failure | null>(null);
  protected readonly rows = computed(() => artifactRows(this.artifacts()));
  protected readonly session = computed(() => this.store.get(this.id()));
  protected readonly live = computed(() => {
    const session = this.session();
    return session !== undefined && isLive(session);
  });
  protected readonly resumable = computed(() => {
    const session = this.session();
    return session !== undefined && canResume(session, this.store.get(session.resumedBy ?? ''));
  });
  /** What changes when the session itself leaves something. */
  private readonly left = computed(() => `${this.session()?.status} ${this.session()?.resumeCommand}`);
  protected readonly exports = computed(() => EXPORTS.map((file) => ({ ...file, href: `/api/sessions/${this.id()}/${file.path}` })));
  protected readonly bundle = computed(() => `/api/sessions/${this.id()}/bundle.zip`);
  protected readonly size = sizeWords;
  protected readonly visible = visibleText;

  constructor() {
    effect(() => {
      const id = this.id();
      // Each of these leaves something: a start, an end, a snapshot, a command to resume.
      this.snapshots.list();
      this.left();
      untracked(() => void this.load(id));
    });
  }

  protected async load(id: string): Promise<void> {
    try {
      const artifacts = await this.api.artifacts(id);
      if (id !== this.id()) return;
      this.artifacts.set(artifacts);
      this.failure.set(null);
    } catch (error) {
      this.failure.set(readFailure(error));
    } finally {
      this.loaded.set(true);
    }
  }

  protected moment(at: string): string {
    return formatMoment(new Date(at), new Date(this.clock.now()));
  }
}
