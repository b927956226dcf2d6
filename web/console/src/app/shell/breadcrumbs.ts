import { Injectable, signal } from '@angular/core';

/** A step on the way to a page; without a link it is the page itself. */
export interface Crumb {
  readonly label: string;
  readonly link?: string;
}

/** Where the person is, as the bar shows it. Each page sets it. */
@Injectable({ providedIn: 'root' })
export class Breadcrumbs {
  readonly crumbs = signal<readonly Crumb[]>([]);
}
