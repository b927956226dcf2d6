import { httpResource } from '@angular/common/http';
import { Component, computed, effect, inject, signal, viewChildren } from '@angular/core';
import { MatAutocompleteModule, MatAutocompleteTrigger } from '@angular/material/autocomplete';
import { Router, RouterLink } from '@angular/router';
import { reposSchema, type CreateSession, type Repos } from '@agents-fleet/contracts';
import { FleetApi } from '../api/fleet-api.js';
import { readFailure, type Failure } from '../api/problem.js';
import { baseName } from '../format/path.js';
import { readBudget } from '../sessions/budget-input.js';
import { SessionsStore } from '../sessions/sessions-store.js';
import { Breadcrumbs } from '../shell/breadcrumbs.js';
import { FleetSocket } from '../socket/fleet-socket.js';
import { Icon } from '../ui/icon.js';
import { commandSuggestions, repoSuggestions } from './suggestions.js';

const COMPLETE_AFTER_MS = 120;
const NOTHING: Repos = { roots: [], directories: [], recent: [] };
const LABELS: Readonly<Record<string, string>> = {
  repoPath: 'Repo',
  command: 'Command',
  name: 'Name',
  budgetUsd: 'The budget in dollars',
  budgetTokens: 'The budget in tokens',
  runnerId: 'The runner',
};

/** Starts a shell or an agent in a repo, with a budget. */
@Component({
  selector: 'fleet-new-session-page',
  imports: [Icon, MatAutocompleteModule, RouterLink],
  templateUrl: './new-session-page.html',
  styleUrl: './new-session-page.css',
})
export class NewSessionPage {
  private readonly api = inject(FleetApi);
  private readonly router = inject(Router);
  private readonly store = inject(SessionsStore);
  private readonly socket = inject(FleetSocket);
  private readonly panels = viewChildren(MatAutocompleteTrigger);

  protected readonly repoPath = signal('');
  protected readonly command = signal('');
  protected readonly name = signal('');
  protected readonly budgetUsd = signal('5');
  protected readonly budgetTokens = signal('');
  protected readonly runnerId = signal<string | null>(null);
  protected readonly starting = signal(false);
  protected readonly failure = signal<Failure | null>(null);

  private readonly completing = signal('');
  private readonly repos = httpResource(
    () => ({ url: '/api/repos', params: { prefix: this.completing(), ...this.runnerParam() } }),
    { parse: (answer) => reposSchema.parse(answer) },
  );
  /** The last answer: it stays while the next one is on its way, so that the list does not flicker. */
  private readonly known = signal(NOTHING);
  protected readonly roots = computed(() => this.known().roots);
  protected readonly repoOptions = computed(() => repoSuggestions(this.known(), this.repoPath()));
  protected readonly recent = computed(() => this.known().recent.slice(0, 4));
  protected readonly commandOptions = computed(() => commandSuggestions(this.command()));
  protected readonly online = computed(() => this.socket.runners()?.filter((runner) => runner.online));
  protected readonly noRunner = computed(() => this.online()?.length === 0);
  protected readonly repoName = computed(() => (this.repoPath() === '' ? '' : baseName(this.repoPath())));

  constructor() {
    inject(Breadcrumbs).crumbs.set([{ label: 'Fleet', link: '/' }, { label: 'New session' }]);
    effect((onCleanup) => {
      const typed = this.repoPath();
      const timer = setTimeout(() => this.completing.set(typed), COMPLETE_AFTER_MS);
      onCleanup(() => clearTimeout(timer));
    });
    effect(() => {
      if (this.repos.hasValue()) this.known.set(this.repos.value());
    });
  }

  protected wrong(field: string): string | null {
    const message = this.failure()?.fields[field];
    return message === undefined ? null : /^(is|must|has|can|does)\b/.test(message) ? `${LABELS[field] ?? field} ${message}` : message;
  }

  /** A directory that is no repo was chosen: go on completing inside it. */
  protected descend(path: string, trigger: MatAutocompleteTrigger): void {
    const option = this.repoOptions().find((suggestion) => suggestion.path === path);
    this.repoPath.set(option?.kind === 'directory' ? `${path}/` : path);
    if (option?.kind === 'directory') setTimeout(() => trigger.openPanel());
  }

  protected async start(event: Event): Promise<void> {
    event.preventDefault();
    const input = this.read();
    if ('fields' in input) return this.refuse({ status: 0, message: 'Something is missing or wrong: see the marked fields.', fields: input.fields });
    this.starting.set(true);
    this.failure.set(null);
    try {
      const session = await this.api.start(input);
      this.store.put(session);
      await this.router.navigate(['/sessions', session.id]);
    } catch (error) {
      this.refuse(readFailure(error));
    } finally {
      this.starting.set(false);
    }
  }

  private read(): CreateSession | Pick<Failure, 'fields'> {
    const budget = readBudget(this.budgetUsd(), this.budgetTokens());
    const missing = this.repoPath().trim() === '' ? { repoPath: 'is required' } : {};
    const wrong = { ...missing, ...('fields' in budget ? budget.fields : {}) };
    if ('fields' in budget || Object.keys(wrong).length > 0) return { fields: wrong };
    return {
      kind: 'pty',
      repoPath: this.repoPath().trim(),
      ...(this.command().trim() === '' ? {} : { command: this.command().trim() }),
      ...(this.name().trim() === '' ? {} : { name: this.name().trim() }),
      ...(budget.budgetUsd === null ? {} : { budgetUsd: budget.budgetUsd }),
      ...(budget.budgetTokens === null ? {} : { budgetTokens: budget.budgetTokens }),
      ...this.runnerParam(),
    };
  }

  private runnerParam(): { runnerId?: string } {
    const id = this.runnerId();
    return id === null ? {} : { runnerId: id };
  }

  /** Shows what is wrong and takes the person to the first field of it. */
  private refuse(failure: Failure): void {
    this.failure.set(failure);
    const first = Object.keys(LABELS).find((field) => failure.fields[field] !== undefined);
    if (first !== undefined) document.getElementById(`new-${first}`)?.focus();
    // Focus opens the suggestions, which would cover what is wrong.
    for (const panel of this.panels()) panel.closePanel();
  }
}
