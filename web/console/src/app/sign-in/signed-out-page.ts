import { Component, computed, inject, signal } from '@angular/core';
import { Router } from '@angular/router';
import { FleetApi } from '../api/fleet-api.js';
import { readFailure } from '../api/problem.js';
import { Icon } from '../ui/icon.js';
import { Access } from './access.js';
import { codeFrom } from './login-fragment.js';

const REASONS = {
  expired: 'This browser is not signed in, or its sign-in has ended.',
  'code-refused': 'The code in that address was used already, or is too old. Each works once.',
  'signed-out': 'You have signed out.',
} as const;

/** Says how to get a new sign-in URL, and takes one. */
@Component({
  selector: 'fleet-signed-out-page',
  imports: [Icon],
  templateUrl: './signed-out-page.html',
  styleUrl: './signed-out-page.css',
})
export class SignedOutPage {
  private readonly api = inject(FleetApi);
  private readonly access = inject(Access);
  private readonly router = inject(Router);
  protected readonly reason = computed(() => REASONS[this.access.signedOut() ?? 'expired']);
  protected readonly wrong = signal<string | null>(null);
  protected readonly busy = signal(false);

  protected async signIn(event: Event, text: string): Promise<void> {
    event.preventDefault();
    const code = codeFrom(text);
    if (code === null) return this.wrong.set('Paste the whole address, such as http://127.0.0.1:4700/#token=…');
    this.busy.set(true);
    try {
      await this.api.login(code);
      this.access.granted();
      await this.router.navigateByUrl('/', { replaceUrl: true });
    } catch (error) {
      const failure = readFailure(error);
      this.wrong.set(failure.fields['token'] ?? failure.message);
    } finally {
      this.busy.set(false);
    }
  }
}
