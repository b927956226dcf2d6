import type { HealthReport, RunningService } from './service.js';

export type ServiceStarter = () => Promise<RunningService>;

/**
 * Starts services one after the other and presents them as one. They stop in reverse order. When one fails to
 * start, those before it are stopped and the failure is thrown.
 */
export async function startInOrder(name: string, starters: readonly ServiceStarter[]): Promise<RunningService> {
  const running: RunningService[] = [];
  try {
    for (const start of starters) running.push(await start());
  } catch (error) {
    await stopAll(running);
    throw error;
  }
  return { name, health: () => healthOfAll(running), stop: () => stopAll(running) };
}

/** Every service gets its `stop`, also when an earlier one failed to; the failures are thrown together. */
async function stopAll(running: RunningService[]): Promise<void> {
  const failures: unknown[] = [];
  for (const service of running.splice(0).reverse()) {
    await service.stop().catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw new AggregateError(failures, 'some services did not stop cleanly');
}

function healthOfAll(running: readonly RunningService[]): HealthReport {
  const reports = running.map((service) => ({ name: service.name, report: service.health() }));
  return {
    ok: reports.every(({ report }) => report.ok),
    details: Object.fromEntries(
      reports.flatMap(({ name, report }) => [
        [`${name}.ok`, report.ok],
        ...Object.entries(report.details).map(([key, value]) => [`${name}.${key}`, value] as const),
      ]),
    ),
  };
}
