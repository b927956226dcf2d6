/** When a batch is full: whichever comes first. */
export interface BatchLimits {
  maxMessages: number;
  maxBytes: number;
  /** How long a batch that is not full waits for more, in milliseconds. Default 0: not at all. */
  gatherMs?: number | undefined;
}

/**
 * Groups what has already arrived into batches. Without `gatherMs` it never waits to fill one, so a lone message is
 * handled at once, and whatever arrives while a batch is handled makes up the next one.
 */
export async function* batches<Item>(
  source: AsyncIterator<Item>,
  limits: BatchLimits,
  sizeOf: (item: Item) => number,
): AsyncGenerator<Item[]> {
  let next = pull(source);
  for (;;) {
    const first = await next;
    if (first.done === true) return;
    const batch = [first.value];
    let bytes = sizeOf(first.value);
    next = pull(source);
    const enough = enoughAfter(limits.gatherMs ?? 0);
    while (batch.length < limits.maxMessages && bytes < limits.maxBytes) {
      const arrived = await Promise.race([next, enough.reached()]);
      if (arrived === null || arrived.done === true) break;
      batch.push(arrived.value);
      bytes += sizeOf(arrived.value);
      next = pull(source);
    }
    enough.cancel();
    yield batch;
  }
}

/** Tells when no more is waited for: after a time, and then after everything that is ready has had its turn. */
function enoughAfter(gatherMs: number): { reached(): Promise<null>; cancel(): void } {
  if (gatherMs === 0) return { reached: nothingYet, cancel: () => undefined };
  let timer: NodeJS.Timeout | undefined;
  const reached = new Promise<null>((resolve) => { timer = setTimeout(resolve, gatherMs, null); });
  return { reached: () => reached, cancel: () => { clearTimeout(timer); } };
}

/** Resolves after everything that is ready now has had its turn. */
function nothingYet(): Promise<null> {
  return new Promise((resolve) => setImmediate(resolve, null));
}

/** Asks for the next item ahead of time. */
function pull<Item>(source: AsyncIterator<Item>): Promise<IteratorResult<Item>> {
  const next = source.next();
  // A failure is thrown when its turn comes; until then it must not count as unhandled.
  next.catch(() => undefined);
  return next;
}
