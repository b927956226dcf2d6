import { type Page, type PageQuery } from '@agents-fleet/contracts';

/** Rows read at once. */
const PAGE_SIZE = 500;

/** All items of a list that is read page by page, as they are wanted. */
export async function* itemsOf<Item>(list: (query: PageQuery) => Promise<Page<Item>>): AsyncGenerator<Item> {
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page: Page<Item> = await list({ limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) });
    yield* page.items;
    cursor = page.nextCursor;
  }
}
