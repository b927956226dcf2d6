/** The tab's title: how many sessions wait for the person, the page, the product. */
export function tabTitle(page: string | undefined, waiting: number): string {
  const title = page === undefined ? 'Agents Fleet' : `${page} · Agents Fleet`;
  return waiting === 0 ? title : `(${waiting}) ${title}`;
}
