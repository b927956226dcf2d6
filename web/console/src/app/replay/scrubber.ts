import { Component, computed, type ElementRef, input, output, viewChild } from '@angular/core';
import { type Marker, type MarkerType } from '@agents-fleet/contracts';
import { formatClock } from '../format/time.js';
import { momentTitle } from '../session/activity.js';
import { Icon } from '../ui/icon.js';
import { type IconName } from '../ui/icon-shapes.js';
import { areaPath, curvePath, levelY } from './curve-path.js';
import { spentWords, type SpentCurve } from './spent-curve.js';
import { axisTimes, type Pause } from './timeline.js';

const AXIS_LABELS = 6;
/** Markers with a flag of their own; the others are ticks. */
const FLAGS: Readonly<Partial<Record<MarkerType, { icon: IconName; label: string; tone: string }>>> = {
  budget_warned: { icon: 'warn', label: '80 %', tone: 'warned' },
  budget_exceeded: { icon: 'octagon', label: 'Budget reached', tone: 'reached' },
  budget_changed: { icon: 'raise', label: 'Budget changed', tone: 'plain' },
  record_gap: { icon: 'gap', label: 'Output lost', tone: 'failed' },
};
/** Beyond this share of the width a flag opens to the left, so that it stays inside. */
const FLIP_AT = 60;
/** On a narrow screen a label between here and the end would touch the last one. */
const CROWDED_FROM = 70;

/** A timeline that is a slider: spending as a curve, idle pauses hatched, markers and input on it. */
@Component({
  selector: 'fleet-scrubber',
  imports: [Icon],
  templateUrl: './scrubber.html',
  styleUrl: './scrubber.css',
})
export class Scrubber {
  readonly durationMs = input.required<number>();
  readonly positionMs = input.required<number>();
  /** What a screen reader says for the position. */
  readonly valueText = input.required<string>();
  readonly pauses = input.required<readonly Pause[]>();
  readonly curve = input.required<SpentCurve | null>();
  readonly moments = input.required<readonly { readonly marker: Marker; readonly at: number }[]>();
  /** When somebody typed. */
  readonly inputs = input.required<readonly number[]>();
  /** When what is searched for was on screen. */
  readonly hits = input<readonly number[]>([]);
  readonly seek = output<number>();
  private readonly track = viewChild.required<ElementRef<HTMLElement>>('track');

  protected readonly seconds = computed(() => Math.round(this.durationMs() / 1000));
  protected readonly second = computed(() => Math.round(this.positionMs() / 1000));
  protected readonly headAt = computed(() => this.percent(this.positionMs()));
  protected readonly line = computed(() => curvePath(this.curve(), this.durationMs()));
  protected readonly area = computed(() => areaPath(this.curve(), this.durationMs()));
  protected readonly warnY = computed(() => levelY(this.curve(), 0.8));
  protected readonly stopY = computed(() => levelY(this.curve(), 1));
  protected readonly total = computed(() => {
    const curve = this.curve();
    if (curve === null) return '';
    const before = curve.before > 0 ? `, ${spentWords(curve, curve.before)} of it before` : '';
    return spentWords(curve, curve.total) + before;
  });
  protected readonly idle = computed(() => this.pauses().map(({ from, to }) => ({ x: this.percent(from) * 10, width: (this.percent(to) - this.percent(from)) * 10 })));
  protected readonly idleTotal = computed(() => this.pauses().reduce((sum, { from, to }) => sum + to - from, 0));
  protected readonly axis = computed(() => axisTimes(this.durationMs(), AXIS_LABELS).map((time) => ({ at: this.percent(time), label: formatClock(time), crowded: this.percent(time) > CROWDED_FROM })));
  protected readonly flags = computed(() =>
    this.moments().flatMap(({ marker, at }) => {
      const flag = FLAGS[marker.type];
      return flag === undefined ? [] : [{ id: marker.id, at: this.percent(at), flipped: this.percent(at) > FLIP_AT, ...flag }];
    }),
  );
  protected readonly ticks = computed(() =>
    this.moments().filter(({ marker }) => FLAGS[marker.type] === undefined).map(({ marker, at }) => ({ id: marker.id, x: this.percent(at) * 10, title: momentTitle(marker.type) })),
  );
  protected readonly inputTicks = computed(() => this.inputs().map((at) => this.percent(at) * 10));
  protected readonly hitTicks = computed(() => this.hits().map((at) => this.percent(at) * 10));
  protected readonly clock = formatClock;

  protected press(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.track().nativeElement.setPointerCapture(event.pointerId);
    this.drag(event);
  }

  protected drag(event: PointerEvent): void {
    const element = this.track().nativeElement;
    if (!element.hasPointerCapture(event.pointerId)) return;
    const { left, width } = element.getBoundingClientRect();
    this.seek.emit(((event.clientX - left) / width) * this.durationMs());
  }

  private percent(ms: number): number {
    return this.durationMs() === 0 ? 0 : (ms / this.durationMs()) * 100;
  }
}
