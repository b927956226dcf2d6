import { httpResource } from '@angular/common/http';
import { Component, computed, inject } from '@angular/core';
import { settingsSchema } from '@agents-fleet/contracts';
import { FleetApi } from '../api/fleet-api.js';
import { readFailure } from '../api/problem.js';
import { Breadcrumbs } from '../shell/breadcrumbs.js';
import { Access } from '../sign-in/access.js';
import { FleetSocket } from '../socket/fleet-socket.js';
import { Icon } from '../ui/icon.js';
import { Toasts } from '../alerts/toasts.js';
import { PricesSection } from './prices-section.js';

/** The runners, the prices and settings in force, and the way out. */
@Component({
  selector: 'fleet-settings-page',
  imports: [Icon, PricesSection],
  templateUrl: './settings-page.html',
  styleUrl: './settings-page.css',
})
export class SettingsPage {
  private readonly api = inject(FleetApi);
  private readonly access = inject(Access);
  private readonly toasts = inject(Toasts);
  protected readonly socket = inject(FleetSocket);
  protected readonly settings = httpResource(() => '/api/settings', { parse: (answer) => settingsSchema.parse(answer) });
  protected readonly failure = computed(() => {
    const error = this.settings.error();
    return error === undefined ? null : readFailure(error);
  });

  constructor() {
    inject(Breadcrumbs).crumbs.set([{ label: 'Settings' }]);
  }

  protected async signOut(): Promise<void> {
    try {
      await this.api.logout();
      await this.access.revoke('signed-out');
    } catch (error) {
      this.toasts.failed('Could not sign out', readFailure(error).message);
    }
  }
}
