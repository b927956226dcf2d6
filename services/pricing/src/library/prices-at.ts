import type { DatedPrices, LibraryModel, LibraryPrices } from './library-table.js';

/** The prices of a model that hold at a time: the last in the list whose constraint does, else the first. */
export function pricesAt({ prices }: LibraryModel, at: Date): LibraryPrices | null {
  return (prices.findLast(({ constraint }) => holds(constraint, at)) ?? prices[0])?.prices ?? null;
}

function holds(constraint: DatedPrices['constraint'], at: Date): boolean {
  if (constraint === undefined) return true;
  if (constraint.type === 'start_date') return at >= new Date(constraint.start_date);
  const [now, start, end] = [at.toISOString().slice(11, 23), timeOf(constraint.start_time), timeOf(constraint.end_time)];
  // Over midnight the end is before the start.
  return end < start ? now >= start || now < end : now >= start && now < end;
}

/** @param time `HH:MM:SSZ`: the table has no other zone, which a spec checks */
function timeOf(time: string): string {
  return time.replace('Z', '.000');
}
