import { confidenceSchema, type Agent, type Confidence, type PriceSource, type UsageSource } from '@agents-fleet/contracts';
import { agentName } from './agent-names.js';

const BEST_FIRST = confidenceSchema.options;

/** The worst of several: what a sum of theirs can be trusted. `null` when none of them has a figure. */
export function worstConfidence(figures: readonly { readonly confidence: Confidence | null }[]): Confidence | null {
  const known = figures.map(({ confidence }) => confidence).filter((confidence) => confidence !== null);
  return known.reduce<Confidence | null>((worst, next) => (worst === null || BEST_FIRST.indexOf(next) > BEST_FIRST.indexOf(worst) ? next : worst), null);
}

/** Where a figure comes from, as far as it is known. */
export interface FigureSource {
  readonly confidence: Confidence;
  /** Which program reported it; `null` for a sum over several. */
  readonly agent: Agent | null;
  readonly source: UsageSource | null;
  /** Of a single request; a session's figures have several. */
  readonly priceSource?: PriceSource | null;
}

/** The price of tokens of which nobody knows a price (design, ledger rule 4). */
const ASSUMED = 'USD 3 / 15 per million tokens';

/** Says where a figure comes from: `Exact: from Claude Code’s telemetry`. */
export function figureWords(figure: FigureSource): string {
  return [countWords(figure), priceWords(figure)].filter((part) => part !== '').join('. ');
}

function countWords({ confidence, agent, source }: FigureSource): string {
  const where = source === null ? null : sourceWords(source, agent);
  switch (confidence) {
    case 'exact':
      return where === null ? 'Exact' : `Exact: from ${where}`;
    case 'reported':
      return where === null ? 'Reported by the agents' : `Reported: from ${where}`;
    case 'estimated':
      return source === null || where === null ? 'Estimated in part' : estimatedWords(source, where);
    case 'assumed':
      return where === null ? 'Assumed in part' : `Tokens from ${where}`;
  }
}

/** The best source may not see everything: a status line no tokens, telemetry no end of a response that was broken off. */
function estimatedWords(source: UsageSource, where: string): string {
  if (source === 'estimate') return 'Estimated from characters';
  if (source === 'statusline') return `Estimated in part: cost from ${where}, tokens from characters`;
  return `Estimated in part: from ${where}, interrupted responses as far as they were seen`;
}

function priceWords({ confidence, priceSource }: FigureSource): string {
  if (confidence === 'assumed') return `Assumed price: ${priceSource?.kind === 'default' ? priceSource.name : ASSUMED}`;
  if (priceSource === null || priceSource === undefined) return '';
  switch (priceSource.kind) {
    case 'reported':
      return 'Price: the agent’s own';
    case 'default':
      return `Assumed price: ${priceSource.name}`;
    default:
      return `Price: ${priceSource.name}${priceSource.asOf === null ? '' : `, as of ${priceSource.asOf}`}`;
  }
}

function sourceWords(source: UsageSource, agent: Agent | null): string {
  const whose = agent === null || agent === 'shell' ? 'the agent’s' : `${agentName(agent)}’s`;
  switch (source) {
    case 'sdk':
      return 'our own requests';
    case 'otel':
      return `${whose} telemetry`;
    case 'transcript':
      return `${whose} transcript`;
    case 'rollout':
      return `${whose} rollout`;
    case 'statusline':
      return agent === 'shell' || agent === null ? 'the status line that the program prints' : `${whose} status line`;
    case 'estimate':
      return 'characters, four to a token';
  }
}
