import { type Session } from '@agents-fleet/contracts';
import { ProblemError } from '../http/problem.js';

/** What a person is told who asks for a terminal that is gone: by a retention setting, seldom by a lost file. */
export const NOT_KEPT =
  'What this session’s terminal showed is not kept any more: the retention settings have removed it. Its figures, markers and artifacts are still there.';

/** @throws ProblemError 410 when the session's terminal is not kept any more */
export function requireKept({ terminalKept }: Pick<Session, 'terminalKept'>): void {
  if (!terminalKept) throw new ProblemError(410, NOT_KEPT);
}
