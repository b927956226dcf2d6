import { Directive, effect, ElementRef, inject, input } from '@angular/core';
import { type Segment } from './line-segments.js';
import { directionRuns } from './visible-text.js';

/** Draws the pieces of a line: text nodes and spans with text, so that nothing in a diff is ever taken for HTML. */
@Directive({ selector: '[fleetLineText]' })
export class LineText {
  readonly segments = input.required<readonly Segment[]>({ alias: 'fleetLineText' });

  constructor() {
    const element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    effect(() => element.replaceChildren(...this.segments().flatMap(drawn)));
  }
}

function drawn({ text, style, marked, blanks, hidden }: Segment): (Text | HTMLElement)[] {
  if (hidden !== null) {
    const code = span(hidden.code, `code${marked ? ' mk' : ''}`);
    code.title = hidden.name;
    return [code];
  }
  if (blanks) return (text.match(/\t+|[^\t]+/g) ?? []).map((run) => span(run, `${run.startsWith('\t') ? 'tabs' : 'blanks'}${marked ? ' mk' : ''}`));
  const classes = `${style}${marked ? ' mk' : ''}`.trim();
  return directionRuns(text).map((run) => {
    const all = `${classes}${run.rightToLeft ? ' rtl' : ''}`.trim();
    return all === '' ? document.createTextNode(run.text) : span(run.text, all);
  });
}

function span(text: string, classes: string): HTMLElement {
  const element = document.createElement('span');
  element.className = classes;
  element.textContent = text;
  return element;
}
