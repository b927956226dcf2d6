import { effect, inject, Injectable, signal } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { type RouterStateSnapshot, TitleStrategy } from '@angular/router';
import { tabTitle } from './tab-title.js';

/** `<page> · Agents Fleet` in the tab, after the number of sessions that wait for the person: `(2) <page> · …`. */
@Injectable({ providedIn: 'root' })
export class PageTitle extends TitleStrategy {
  private readonly page = signal<string | undefined>(undefined);
  /** How many sessions wait for the person. */
  readonly waiting = signal(0);

  constructor() {
    super();
    const title = inject(Title);
    effect(() => title.setTitle(tabTitle(this.page(), this.waiting())));
  }

  override updateTitle(snapshot: RouterStateSnapshot): void {
    this.show(this.buildTitle(snapshot));
  }

  /** For pages whose title is known only once their data is here. */
  show(page: string | undefined): void {
    this.page.set(page);
  }
}
