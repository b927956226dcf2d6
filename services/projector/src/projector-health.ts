import type { HealthDetails, HealthReport } from '@agents-fleet/platform';
import type { ProjectorLife } from './projector-life.js';

/** Whether rows follow the log, and how far behind they are. */
export function projectorHealth(brokerOnline: boolean, life: Pick<ProjectorLife, 'running' | 'trouble' | 'archivist'>): HealthReport {
  const details: HealthDetails = { broker: brokerOnline };
  for (const { name, position, pending } of life.running?.health() ?? []) {
    details[`${name}Position`] = position;
    details[`${name}Pending`] = pending;
  }
  details['deadLetters'] = life.running?.buried ?? 0;
  const { archivist } = life;
  if (archivist !== null) {
    details['archivistRunning'] = archivist.isRunning;
    if (archivist.last !== null) details['archivistLast'] = archivist.last;
    // Terminals stay where they are meanwhile: no reason to call the projector unfit.
    if (archivist.trouble !== null) details['archivistTrouble'] = archivist.trouble;
  }
  if (life.trouble !== null) details['trouble'] = life.trouble;
  return { ok: brokerOnline && life.trouble === null && life.running !== null, details };
}
