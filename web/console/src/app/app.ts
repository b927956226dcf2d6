import { Component, inject } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { Theme } from './theme/theme.js';

@Component({
  selector: 'fleet-root',
  imports: [RouterOutlet],
  template: `<router-outlet />`,
})
export class App {
  /** Created with the app: it sets the colour scheme. */
  protected readonly theme = inject(Theme);
}
