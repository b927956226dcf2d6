import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Theme } from '../theme/theme.js';
import { Icon } from '../ui/icon.js';
import { Breadcrumbs } from './breadcrumbs.js';
import { ConnectionStatus } from './connection-status.js';

/** Where you are, whether the figures are live, and the colour scheme. */
@Component({
  selector: 'fleet-top-bar',
  imports: [ConnectionStatus, Icon, RouterLink],
  template: `
    <header>
      <nav aria-label="Where you are">
        <ol>
          @for (crumb of breadcrumbs.crumbs(); track crumb.label) {
            <li>
              @if (crumb.link === undefined) {
                <span class="cut" aria-current="page">{{ crumb.label }}</span>
              } @else {
                <a class="cut" [routerLink]="crumb.link">{{ crumb.label }}</a>
              }
            </li>
          }
        </ol>
      </nav>
      <a class="seek" routerLink="/search"><fleet-icon name="search" [size]="14" /><span>Search what was on screen</span><kbd aria-hidden="true">{{ modifier }}</kbd><kbd aria-hidden="true">K</kbd></a>
      <fleet-connection-status />
      <button class="btn btn--ghost btn--icon btn--sm" type="button" [attr.aria-label]="'Theme: ' + theme.choice()" [title]="'Theme: ' + theme.choice()" (click)="theme.next()">
        <fleet-icon [name]="icon()" />
      </button>
    </header>
  `,
  styles: `
    :host { min-width: 0; }
    header { display: flex; align-items: center; gap: var(--s-4); height: 100%; padding: 0 var(--gutter); border-bottom: 1px solid var(--line); background: var(--surface); }
    nav { flex: 1; min-width: 0; }
    ol { display: flex; gap: var(--s-2); min-width: 0; color: var(--ink-3); }
    li { display: flex; align-items: center; gap: var(--s-2); min-width: 0; }
    li:first-child { flex: none; }
    li + li::before { content: '/'; color: var(--line-control); }
    a { line-height: 24px; }
    a:hover { color: var(--ink); }
    @media (max-width: 720px) {
      li { display: none; }
      li:only-child, li:nth-last-child(2) { display: flex; }
      li:nth-last-child(2):not(:only-child)::before { content: '‹'; color: var(--ink-3); font-size: var(--t-16); }
    }
    .seek { display: flex; align-items: center; gap: var(--s-2); flex: 0 1 300px; height: var(--control-sm); padding: 0 5px 0 10px; border-radius: var(--r-3); background: var(--surface-2); box-shadow: inset 0 0 0 1px var(--line); color: var(--ink-3); font-size: var(--t-12); white-space: nowrap; }
    .seek span { flex: 1; }
    .seek:hover { color: var(--ink); box-shadow: inset 0 0 0 1px var(--line-strong); }
    .seek kbd + kbd { margin-left: -4px; }
    @media (max-width: 1024px) { .seek { display: none; } }
    [aria-current] { color: var(--ink); font-weight: var(--w-medium); }
  `,
})
export class TopBar {
  protected readonly breadcrumbs = inject(Breadcrumbs);
  protected readonly theme = inject(Theme);
  protected readonly modifier = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';
  protected readonly icon = computed(() => (({ system: 'theme', light: 'sun', dark: 'moon' }) as const)[this.theme.choice()]);
}
