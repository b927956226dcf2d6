import { inject, Injectable } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { type RouterStateSnapshot, TitleStrategy } from '@angular/router';

/** `<page> · Agents Fleet` in the tab. */
@Injectable({ providedIn: 'root' })
export class PageTitle extends TitleStrategy {
  private readonly title = inject(Title);

  override updateTitle(snapshot: RouterStateSnapshot): void {
    this.show(this.buildTitle(snapshot));
  }

  /** For pages whose title is known only once their data is here. */
  show(page: string | undefined): void {
    this.title.setTitle(page === undefined ? 'Agents Fleet' : `${page} · Agents Fleet`);
  }
}
