/**
 * What stands beside the search field.
 * @param index of the hit on screen, from 0; -1 when none is, or when there are too many to number
 * @param most hits that are counted
 */
export function hitWords(query: string, index: number, count: number, most: number): string {
  if (query === '') return '';
  if (count === 0) return 'No hits';
  if (count >= most) return `${most}+ hits`;
  return index < 0 ? `${count} ${count === 1 ? 'hit' : 'hits'}` : `${index + 1}/${count}`;
}
