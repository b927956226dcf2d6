import { Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Breadcrumbs } from './breadcrumbs.js';

@Component({
  selector: 'fleet-not-found-page',
  imports: [RouterLink],
  template: `
    <div class="blank">
      <h1>Nothing here</h1>
      <p>This address does not belong to a page of the console.</p>
      <a class="btn btn--primary" routerLink="/">Back to the fleet</a>
    </div>
  `,
  styles: `h1 { font-size: var(--t-20); font-weight: var(--w-semi); }`,
})
export class NotFoundPage {
  constructor() {
    inject(Breadcrumbs).crumbs.set([{ label: 'Fleet', link: '/' }, { label: 'Not found' }]);
  }
}
