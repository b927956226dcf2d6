/** The one-time code in a printed URL, or in its fragment: `…/#token=<code>`; also the bare code. `null` when there is none. */
export function codeFrom(text: string): string | null {
  const trimmed = text.trim();
  const marked = /#token=([^&\s]+)/.exec(trimmed)?.[1];
  if (marked !== undefined) return decodeURIComponent(marked);
  return /^[\w.~-]+$/.test(trimmed) ? trimmed : null;
}
