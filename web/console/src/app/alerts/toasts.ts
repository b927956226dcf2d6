import { Injectable, signal } from '@angular/core';

/** Something that a person must hear of now, with what can be done about it. */
export interface Toast {
  /** One toast a subject: a new one with the same key replaces it. */
  readonly key: string;
  readonly tone: 'warned' | 'reached' | 'failed' | 'done';
  readonly title: string;
  /** The session that it is about; cut when it is long. */
  readonly subject?: string;
  readonly text: string;
  readonly actions: readonly ToastAction[];
}

export interface ToastAction {
  readonly label: string;
  readonly icon?: 'stop' | 'raise';
  readonly primary?: boolean;
  run(): void;
}

/** More would hide the page. */
const MAX_SHOWN = 3;

/** The alerts on screen, newest first. They stay until dismissed: a warning about money must not vanish unread. */
@Injectable({ providedIn: 'root' })
export class Toasts {
  private readonly list = signal<readonly Toast[]>([]);
  readonly shown = this.list.asReadonly();

  show(toast: Toast): void {
    this.list.update((list) => [toast, ...list.filter(({ key }) => key !== toast.key)].slice(0, MAX_SHOWN));
  }

  dismiss(key: string): void {
    this.list.update((list) => list.filter((toast) => toast.key !== key));
  }

  failed(title: string, text: string): void {
    this.show({ key: `failed:${title}`, tone: 'failed', title, text, actions: [] });
  }
}
