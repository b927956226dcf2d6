import type { HealthDetails, HealthReport } from '@agents-fleet/platform';
import type { ProjectorLife } from './projector-life.js';

/** Whether rows follow the log, and how far behind they are. */
export function projectorHealth(brokerOnline: boolean, life: Pick<ProjectorLife, 'running' | 'trouble'>): HealthReport {
  const details: HealthDetails = { broker: brokerOnline };
  for (const { name, position, pending } of life.running?.health() ?? []) {
    details[`${name}Position`] = position;
    details[`${name}Pending`] = pending;
  }
  details['deadLetters'] = life.running?.buried ?? 0;
  if (life.trouble !== null) details['trouble'] = life.trouble;
  return { ok: brokerOnline && life.trouble === null && life.running !== null, details };
}
