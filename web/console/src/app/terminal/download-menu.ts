import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { Component, computed, input } from '@angular/core';
import { Icon } from '../ui/icon.js';

/** The files that there are of a session's terminal. */
const FILES = [
  { path: 'terminal.cast', title: 'Recording', hint: 'asciicast v3, plays in asciinema' },
  { path: 'terminal.txt', title: 'Text', hint: 'what was on screen, without escape codes' },
  { path: 'terminal', title: 'Raw bytes', hint: 'exactly as they were printed' },
] as const;

/** A button with a menu of what can be downloaded of a terminal; of a running session, up to now. */
@Component({
  selector: 'fleet-download-menu',
  imports: [CdkMenu, CdkMenuItem, CdkMenuTrigger, Icon],
  template: `
    <button class="tool" type="button" aria-label="Download" title="Download" [cdkMenuTriggerFor]="menu"><fleet-icon name="download" [size]="14" /></button>
    <ng-template #menu>
      <section aria-label="Download">
        <div class="menu" cdkMenu aria-label="Download">
          @for (file of files(); track file.href) {
            <a cdkMenuItem [href]="file.href" download><span>{{ file.title }}</span><small>{{ file.hint }}</small></a>
          }
        </div>
      </section>
    </ng-template>
  `,
  styles: `:host { display: inline-flex; }`,
})
export class DownloadMenu {
  readonly sessionId = input.required<string>();
  protected readonly files = computed(() => FILES.map((file) => ({ ...file, href: `/api/sessions/${this.sessionId()}/${file.path}` })));
}
