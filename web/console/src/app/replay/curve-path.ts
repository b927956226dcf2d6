import { type SpentCurve } from './spent-curve.js';

/** The drawing is 1000 wide; zero lies at BASE, the top amount at TOP. */
const WIDTH = 1000;
const BASE = 84;
const TOP = 18;

/** Height of an amount, as a share of the budget; `null` without a budget. */
export function levelY(curve: SpentCurve | null, share: number): number | null {
  return curve?.budget ? y(curve, curve.budget * share) : null;
}

/** The spending as steps: money is spent at once, not bit by bit. Empty when nothing was. */
export function curvePath(curve: SpentCurve | null, durationMs: number): string {
  if (curve === null || curve.total === 0 || durationMs === 0) return '';
  let height = y(curve, curve.before);
  let path = `M0 ${height.toFixed(1)}`;
  for (const { at, spent } of curve.points) {
    const x = Math.min(WIDTH, (at / durationMs) * WIDTH).toFixed(1);
    const next = y(curve, spent);
    path += `L${x} ${height.toFixed(1)}L${x} ${next.toFixed(1)}`;
    height = next;
  }
  return `${path}L${WIDTH} ${height.toFixed(1)}`;
}

/** The same, closed down to the base line. */
export function areaPath(curve: SpentCurve | null, durationMs: number): string {
  const line = curvePath(curve, durationMs);
  return line === '' ? '' : `${line}L${WIDTH} ${BASE}L0 ${BASE}Z`;
}

function y(curve: SpentCurve, amount: number): number {
  return curve.top === 0 ? BASE : BASE - (amount / curve.top) * (BASE - TOP);
}
