/** The address that a link in a terminal leads to, or `null` when it is not plain http(s). */
export function safeLink(target: string): URL | null {
  const url = URL.parse(target);
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') ? url : null;
}
