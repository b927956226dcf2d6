import { Component, effect, inject, untracked } from '@angular/core';
import { LiveAnnouncer } from '@angular/cdk/a11y';
import { Icon } from '../ui/icon.js';
import { type Toast, type ToastAction, Toasts } from './toasts.js';

/** The alerts, in the corner; the newest is also said aloud. */
@Component({
  selector: 'fleet-toast-stack',
  imports: [Icon],
  template: `
    @for (toast of toasts.shown(); track toast.key) {
      <section [attr.aria-label]="toast.title" [attr.data-tone]="toast.tone">
        <fleet-icon [name]="icons[toast.tone]" [size]="20" />
        <h2>{{ toast.title }}</h2>
        <button class="close" type="button" aria-label="Dismiss" (click)="toasts.dismiss(toast.key)"><fleet-icon name="x" [size]="14" /></button>
        @if (toast.subject; as subject) { <p class="cut subject">{{ subject }}</p> }
        <p>{{ toast.text }}</p>
        @if (toast.actions.length > 0) {
          <div class="acts">
            @for (action of toast.actions; track action.label) {
              <button class="btn btn--sm" type="button" [class.btn--primary]="action.primary" (click)="act(toast, action)">
                @if (action.icon) { <fleet-icon [name]="action.icon" /> }
                {{ action.label }}
              </button>
            }
          </div>
        }
      </section>
    }
  `,
  styles: `
    :host { position: fixed; z-index: 20; right: var(--s-3); bottom: var(--s-3); display: grid; gap: var(--s-2); width: min(330px, calc(100vw - 24px)); }
    section { display: grid; grid-template-columns: 20px minmax(0, 1fr) auto; gap: 2px var(--s-3); padding: 14px var(--s-4); border-radius: var(--r-4); background: var(--overlay); box-shadow: inset 0 0 0 1px var(--line-strong), var(--e-3); }
    section[data-tone='warned'] { box-shadow: inset 0 0 0 1px var(--budget-warned-line), var(--e-3); }
    section[data-tone='warned'] > fleet-icon { color: var(--budget-warned); }
    section[data-tone='reached'] > fleet-icon { color: var(--budget-reached); }
    section[data-tone='failed'] > fleet-icon { color: var(--crashed); }
    section[data-tone='done'] > fleet-icon { color: var(--working); }
    h2 { font-size: var(--t-13); font-weight: var(--w-semi); line-height: 20px; }
    .close { display: grid; place-items: center; width: 24px; height: 24px; margin: -2px -6px 0 0; border-radius: var(--r-1); color: var(--ink-3); }
    .close:hover { background: var(--surface-3); color: var(--ink); }
    p { grid-column: 2 / -1; color: var(--ink-2); font-size: var(--t-12); overflow-wrap: anywhere; }
    .subject { color: var(--ink); font-weight: var(--w-medium); }
    .acts { grid-column: 2 / -1; display: flex; flex-wrap: wrap; gap: var(--s-2); margin-top: 10px; }
    @media (max-width: 720px) { :host { right: var(--s-2); bottom: 68px; left: var(--s-2); width: auto; } }
  `,
})
export class ToastStack {
  protected readonly toasts = inject(Toasts);
  protected readonly icons = { warned: 'warn', reached: 'octagon', failed: 'warn', done: 'check' } as const;

  constructor() {
    const announcer = inject(LiveAnnouncer);
    let announced = '';
    effect(() => {
      const newest = this.toasts.shown()[0];
      const words = newest === undefined ? '' : [newest.title, newest.subject, newest.text].filter((part) => part !== undefined).join('. ');
      if (words !== '' && words !== announced) untracked(() => void announcer.announce(words, 'assertive'));
      announced = words;
    });
  }

  protected act(toast: Toast, action: ToastAction): void {
    this.toasts.dismiss(toast.key);
    action.run();
  }
}
