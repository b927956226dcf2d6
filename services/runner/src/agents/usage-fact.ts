import type { TokenClasses, UsageSource } from '@agents-fleet/contracts';
import type { Fact } from '../control/protocol.js';

export interface RequestUsage {
  sessionId: string;
  agentSessionId: string;
  /** Unique to the request, and the same in each of its views. */
  requestId: string;
  source: UsageSource;
  isPartial: boolean;
  model: string | null;
  serviceTier: string | null;
  tokens: TokenClasses;
}

/** What a request used, as a fact. A request that is under way grows: each such view is a report of its own. */
export function usageFact({ sessionId, agentSessionId, requestId, source, isPartial, model, serviceTier, tokens }: RequestUsage): Fact {
  const view = isPartial ? `partial-${tokens.input + tokens.output}` : source;
  return {
    kind: 'usage',
    record: {
      usageId: `${sessionId}:${requestId}:${view}`,
      requestId, source, partial: isPartial, agentSessionId, model, serviceTier, tokens, reportedCostNanoUsd: null,
    },
    rates: null,
  };
}
