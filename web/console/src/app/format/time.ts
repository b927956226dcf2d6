const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long something took or has run, in its two largest units: `12s`, `34m`, `1h 12m`, `3d 4h`. */
export function formatDuration(ms: number): string {
  const past = Math.max(0, ms);
  if (past < MINUTE_MS) return `${Math.floor(past / SECOND_MS)}s`;
  if (past < HOUR_MS) return `${Math.floor(past / MINUTE_MS)}m`;
  if (past < DAY_MS) return `${Math.floor(past / HOUR_MS)}h ${Math.floor((past % HOUR_MS) / MINUTE_MS)}m`;
  return `${Math.floor(past / DAY_MS)}d ${Math.floor((past % DAY_MS) / HOUR_MS)}h`;
}

/** A position on a timeline: `0:07`, `12:40`, `1:13:35`. */
export function formatClock(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / SECOND_MS);
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** The time of day, with the date when it is not today's: `14:34`, `22 Nov 14:34`. */
export function formatMoment(at: Date, now: Date): string {
  const time = at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  if (at.toDateString() === now.toDateString()) return time;
  return `${at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })} ${time}`;
}

/** When something was published or read: a day without a time as it is (`23 Oct 2026`), else the moment. */
export function formatAsOf(iso: string, now: Date): string {
  if (iso.includes('T')) return formatMoment(new Date(iso), now);
  return new Date(iso).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
}
