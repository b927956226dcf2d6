import { Component, inject } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { Icon } from '../ui/icon.js';
import { PageTitle } from './page-title.js';

/** The main navigation: a rail at the left, at the bottom on a phone. */
@Component({
  selector: 'fleet-rail',
  imports: [Icon, RouterLink, RouterLinkActive],
  template: `
    <nav aria-label="Main">
      <a class="brand" routerLink="/" aria-label="Agents Fleet">
        <svg viewBox="0 0 26 26" fill="none" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
          <rect x="1" y="1" width="24" height="24" rx="7" fill="var(--ink)" />
          <path d="m7 8.5 4.5 4.5L7 17.5" stroke="var(--surface)" />
          <path d="m13.5 8.5 4.5 4.5-4.5 4.5" stroke="var(--accent)" />
        </svg>
      </a>
      <a class="item" routerLink="/" routerLinkActive ariaCurrentWhenActive="page" [routerLinkActiveOptions]="{ exact: true }">
        <fleet-icon name="fleet" [size]="20" />Fleet@if (waiting() > 0) { <span class="count"><span class="vh">, </span>{{ waiting() }}<span class="vh"> waiting for you</span></span> }
      </a>
      <a class="item" routerLink="/watch" routerLinkActive ariaCurrentWhenActive="page" title="Watch all terminals (W)"><fleet-icon name="watch" [size]="20" />Watch</a>
      <a class="item" routerLink="/search" routerLinkActive ariaCurrentWhenActive="page" title="Search what was on screen (S)"><fleet-icon name="search" [size]="20" />Search</a>
      <a class="item" routerLink="/new" routerLinkActive ariaCurrentWhenActive="page"><fleet-icon name="plus" [size]="20" />New</a>
      <span class="gap"></span>
      <a class="item" routerLink="/settings" routerLinkActive ariaCurrentWhenActive="page">
        <fleet-icon name="settings" [size]="20" />Settings
      </a>
    </nav>
  `,
  styles: `
    :host { border-right: 1px solid var(--line); background: var(--surface); }
    nav { display: flex; flex-direction: column; gap: var(--s-1); height: 100%; padding: 0 var(--s-2) var(--s-3); }
    .brand { display: grid; place-items: center; height: var(--bar-h); margin-bottom: var(--s-2); }
    .brand svg { width: 26px; height: 26px; }
    .item { position: relative; display: grid; justify-items: center; align-content: center; gap: 3px; height: 54px; border-radius: var(--r-3); color: var(--ink-3); font-size: var(--t-11); font-weight: var(--w-medium); transition: background var(--fast), color var(--fast); }
    .item:hover, .item[aria-current] { background: var(--surface-3); color: var(--ink); }
    .item[aria-current]::before { content: ''; position: absolute; top: 15px; bottom: 15px; left: calc(-1 * var(--s-2)); width: 3px; border-radius: 0 3px 3px 0; background: var(--accent); }
    .count { position: absolute; top: 3px; left: calc(50% + 5px); display: grid; place-items: center; min-width: 16px; height: 16px; padding: 0 4px; border-radius: var(--r-full); background: var(--needs-solid); color: var(--on-needs); font-size: 10.5px; font-weight: var(--w-semi); }
    .gap { flex: 1; }
    @media (max-width: 720px) {
      :host { border-top: 1px solid var(--line); border-right: 0; }
      nav { flex-direction: row; padding: 3px var(--s-2); }
      .brand, .gap { display: none; }
      .item { flex: 1; height: 53px; }
      .item[aria-current]::before { top: -3px; right: 25%; bottom: auto; left: 25%; width: auto; height: 3px; border-radius: 0 0 3px 3px; }
    }
  `,
})
export class Rail {
  protected readonly waiting = inject(PageTitle).waiting;
}
