import { inject, Injectable, signal } from '@angular/core';
import { Router } from '@angular/router';

/** Why the sign-in page is shown. */
export type SignedOutReason = 'expired' | 'code-refused' | 'signed-out';

/** Whether this browser may talk to the fleet. The cookie itself is out of a script's reach, so answers tell. */
@Injectable({ providedIn: 'root' })
export class Access {
  private readonly router = inject(Router);
  readonly signedOut = signal<SignedOutReason | null>(null);

  /** The gateway refused the credential, or the person left. */
  async revoke(reason: SignedOutReason): Promise<void> {
    this.signedOut.set(reason);
    await this.router.navigateByUrl('/signed-out', { replaceUrl: true });
  }

  granted(): void {
    this.signedOut.set(null);
  }
}
