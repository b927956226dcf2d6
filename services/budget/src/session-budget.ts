import { NOTHING_CARRIED, type CarriedSpend, type EventOf, type FleetEvent } from '@agents-fleet/contracts';
import {
  crossedDimension,
  dueLimits,
  emptyLedger,
  ledgerTotals,
  recordUsage,
  spentOf,
  type BudgetDimension,
  type Ledger,
  type LimitThreshold,
  type VersionedBudget,
} from '@agents-fleet/domain';

/** What the budget service knows of one session. Immutable: `evolve` gives the next one. */
export interface SessionBudget {
  readonly runnerId: string;
  readonly correlationId: string;
  /** `null` before `session.started` came: usage may overtake it, and must not be lost. */
  readonly budget: VersionedBudget | null;
  readonly ledger: Ledger;
  /** What the sessions that this one resumes had spent before: counts against the budget, too. */
  readonly carried: CarriedSpend;
  /** What this version of the budget has announced, as the log says. */
  readonly announced: ReadonlySet<LimitThreshold>;
  readonly ended: boolean;
  /** Id of the newest event that moved the usage or the budget: what a limit that is due was caused by. */
  readonly causeId: string;
}

/** A limit that must be published now. */
export interface DueLimit {
  threshold: LimitThreshold;
  budget: VersionedBudget;
  dimension: BudgetDimension;
  /** What is held against the budget: with what was carried over. */
  spentTokens: number;
  spentNanoUsd: number;
}

export interface CountingOptions {
  countCacheReads: boolean;
}

/**
 * One session's state after one more event. Pure, and idempotent: any event may come twice, and usage may come before
 * `session.started`.
 * @param before `undefined` for the first event of a session
 */
export function evolve(before: SessionBudget | undefined, event: FleetEvent): SessionBudget {
  const state = before ?? firstState(event);
  switch (event.type) {
    case 'session.started':
      return started(state, event);
    case 'limit.changed':
      return event.data.version > (state.budget?.version ?? 0)
        ? withBudget(state, { version: event.data.version, ...budgetOf(event.data) }, event.id)
        : state;
    case 'limit.warned':
      return withAnnounced(state, 'warned', event.data.version);
    case 'limit.reached':
      return withAnnounced(state, 'reached', event.data.version);
    case 'cost.recorded': {
      const ledger = recordUsage(state.ledger, event.data);
      return ledger === state.ledger ? state : { ...state, ledger, causeId: event.id };
    }
    case 'session.ended':
      return { ...state, ended: true };
    default:
      return state;
  }
}

/**
 * The limits that are due, in the order in which they must be published. An ended session's limits are due as well:
 * after an outage its record must still say that the budget was reached.
 */
export function decide(state: SessionBudget, options: CountingOptions): DueLimit[] {
  const { budget } = state;
  if (budget === null) return [];
  const { counted, costNanoUsd } = spentOf(state.carried, ledgerTotals(state.ledger, options));
  const dimension = crossedDimension(budget, { counted, costNanoUsd });
  if (dimension === null) return [];
  return dueLimits(budget, { counted, costNanoUsd }, state.announced).map((threshold) => ({
    threshold,
    budget,
    dimension,
    spentTokens: counted,
    spentNanoUsd: costNanoUsd,
  }));
}

function firstState(event: FleetEvent): SessionBudget {
  return {
    runnerId: event.runnerId,
    correlationId: event.correlationId,
    budget: null,
    ledger: emptyLedger(),
    carried: NOTHING_CARRIED,
    announced: new Set(),
    ended: false,
    causeId: event.id,
  };
}

/** A changed budget may have overtaken the start; what was carried over is told by nothing else. */
function started(state: SessionBudget, { id, data }: EventOf<'session.started'>): SessionBudget {
  const withCarried = { ...state, carried: data.carried };
  return state.budget === null ? withBudget(withCarried, { version: 1, ...budgetOf(data) }, id) : withCarried;
}

function withBudget(state: SessionBudget, budget: VersionedBudget, causeId: string): SessionBudget {
  return { ...state, budget, announced: new Set(), causeId };
}

function withAnnounced(state: SessionBudget, threshold: LimitThreshold, version: number): SessionBudget {
  if (version !== state.budget?.version || state.announced.has(threshold)) return state;
  return { ...state, announced: new Set([...state.announced, threshold]) };
}

function budgetOf(data: { budgetTokens: number | null; budgetNanoUsd: number | null }) {
  return { budgetTokens: data.budgetTokens, budgetNanoUsd: data.budgetNanoUsd };
}
