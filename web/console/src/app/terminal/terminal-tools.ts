import { FocusTrapFactory, LiveAnnouncer, type FocusTrap } from '@angular/cdk/a11y';
import { CdkMenu, CdkMenuItem, CdkMenuItemCheckbox, CdkMenuTrigger } from '@angular/cdk/menu';
import { booleanAttribute, Component, DestroyRef, effect, type ElementRef, inject, input, output, signal, untracked, viewChild } from '@angular/core';
import { type Terminal } from '@xterm/xterm';
import { Toasts } from '../alerts/toasts.js';
import { readFailure } from '../api/problem.js';
import { Icon } from '../ui/icon.js';
import { screenText } from './create-terminal.js';
import { DownloadMenu } from './download-menu.js';
import { FONT_SIZE_PX, stepFont } from './font-size.js';
import { fillScreen, leaveFullScreen } from './full-screen.js';
import { terminalKey, type TerminalKey } from './terminal-keys.js';
import { TerminalPreferences } from './terminal-preferences.js';
import { TerminalSearch } from './terminal-search.js';

/** What can be done with a terminal, live or replayed, by button, by menu and by key. */
@Component({
  selector: 'fleet-terminal-tools',
  imports: [CdkMenu, CdkMenuItem, CdkMenuItemCheckbox, CdkMenuTrigger, DownloadMenu, Icon, TerminalSearch],
  templateUrl: './terminal-tools.html',
  styleUrl: './terminal-tools.css',
})
export class TerminalTools {
  readonly sessionId = input.required<string>();
  /** `undefined` until it is there. */
  readonly terminal = input.required<Terminal | undefined>();
  /** The bar and the screen: keys are heard in it, and it becomes the full screen. */
  readonly frame = input.required<HTMLElement>();
  readonly canPaste = input(false);
  readonly pasted = output<string>();
  /** The page around has a search of its own: it is asked for in place of the one here. */
  readonly findsElsewhere = input(false, { transform: booleanAttribute });
  readonly findWanted = output();
  private readonly announcer = inject(LiveAnnouncer);
  private readonly toasts = inject(Toasts);
  private readonly traps = inject(FocusTrapFactory);
  private readonly first = viewChild.required<ElementRef<HTMLElement>>('first');
  private readonly search = viewChild(TerminalSearch);
  private trap: FocusTrap | undefined;
  protected readonly preferences = inject(TerminalPreferences);
  protected readonly searching = signal(false);
  protected readonly filled = signal(false);
  /** Whether there was a selection when the menu was opened. */
  protected readonly selected = signal(false);

  constructor() {
    effect((onCleanup) => {
      const frame = this.frame();
      const keydown = (event: KeyboardEvent) => this.keydown(event);
      const left = () => { if (document.fullscreenElement === null) this.unfill(); };
      frame.addEventListener('keydown', keydown);
      document.addEventListener('fullscreenchange', left);
      onCleanup(() => {
        frame.removeEventListener('keydown', keydown);
        document.removeEventListener('fullscreenchange', left);
      });
    });
    effect(() => {
      const terminal = this.terminal();
      const screenReader = this.preferences.screenReader();
      if (terminal !== undefined) untracked(() => { terminal.options.screenReaderMode = screenReader; });
    });
    inject(DestroyRef).onDestroy(() => this.unfill());
  }

  protected run(key: TerminalKey): void {
    switch (key) {
      case 'leave':
        this.first().nativeElement.focus();
        break;
      case 'copy':
        void this.copy(this.terminal()?.getSelection() ?? '', 'Copied the selection');
        break;
      case 'paste':
        // The browser pastes by itself.
        break;
      case 'find':
        this.find();
        break;
      case 'larger':
        this.stepFont(1);
        break;
      case 'smaller':
        this.stepFont(-1);
        break;
      case 'fill':
        if (this.filled()) this.unfill();
        else this.fill();
        break;
    }
  }

  protected hasSelection(): boolean {
    return this.terminal()?.hasSelection() ?? false;
  }

  protected copyScreen(): void {
    const terminal = this.terminal();
    if (terminal !== undefined) void this.copy(screenText(terminal), 'Copied what is on screen');
  }

  protected async pasteClipboard(): Promise<void> {
    try {
      this.pasted.emit(await navigator.clipboard.readText());
      this.terminal()?.focus();
    } catch {
      this.toasts.failed('Could not paste', 'The browser keeps the clipboard from this page. Press Ctrl+Shift+V in the terminal instead.');
    }
  }

  private find(): void {
    if (this.findsElsewhere()) {
      this.unfill();
      this.findWanted.emit();
    } else {
      this.searching.set(true);
      this.search()?.focus();
    }
  }

  protected closeSearch(): void {
    this.searching.set(false);
    this.terminal()?.focus();
  }

  private keydown(event: KeyboardEvent): void {
    const key = terminalKey(event, this.hasSelection());
    if (key === null || key === 'paste') return;
    event.preventDefault();
    event.stopPropagation();
    this.run(key);
  }

  private stepFont(direction: 1 | -1): void {
    const px = stepFont(this.terminal()?.options.fontSize ?? FONT_SIZE_PX, direction);
    this.preferences.fontPx.set(px);
    void this.announcer.announce(`Text of ${px} pixels`);
  }

  private async copy(text: string, done: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      await this.announcer.announce(done);
    } catch (error) {
      this.toasts.failed('Could not copy', readFailure(error).message);
    }
  }

  private fill(): void {
    const frame = this.frame();
    frame.classList.add('fills');
    // What is behind it can't be seen, so it must not take the focus.
    this.trap = this.traps.create(frame);
    this.filled.set(true);
    fillScreen();
    this.terminal()?.focus();
  }

  private unfill(): void {
    if (!this.filled()) return;
    this.frame().classList.remove('fills');
    this.trap?.destroy();
    this.filled.set(false);
    leaveFullScreen();
    this.terminal()?.focus();
  }
}
