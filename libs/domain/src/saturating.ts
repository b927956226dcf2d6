/**
 * Sum of two non-negative integers that stays a safe integer. Token counts can come from text that a program printed,
 * so an absurd one must neither lose precision nor break the schema of the events that carry the sum.
 */
export function saturatingSum(a: number, b: number): number {
  return Math.min(a + b, Number.MAX_SAFE_INTEGER);
}

/** An exact, non-negative sum as a safe integer, for the same reason. */
export function saturated(exact: bigint): number {
  return exact > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(exact);
}
