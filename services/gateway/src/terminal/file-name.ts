const LONGEST_NAME = 60;

/** `Content-Disposition` of a session's download. Only characters that are safe in a header and on every file system. */
export function attachment(session: { readonly id: string; readonly name: string }, extension: string): string {
  const name = session.name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .slice(0, LONGEST_NAME)
    .replace(/^-|-$/g, '');
  const parts = [name, session.id].filter((part) => part !== '');
  return `attachment; filename="${parts.join('-')}.${extension}"`;
}
