import type { EmulatorBuffer } from './emulator-internals.js';

const EVERY = 8;

/** Columns of the tab stops, ascending. */
export function tabStops({ tabs }: EmulatorBuffer): number[] {
  return Object.keys(tabs).map(Number).filter((column) => tabs[column] === true).sort((a, b) => a - b);
}

/** Whether a new terminal has these tab stops. */
export function isDefault(stops: readonly number[], cols: number): boolean {
  return stops.length === Math.ceil(cols / EVERY) && stops.every((column, index) => column === index * EVERY);
}
