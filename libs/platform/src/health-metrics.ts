import type { HealthReport } from './service.js';

const metricName = (key: string) => `fleet_${key.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/[^a-zA-Z0-9]+/g, '_').toLowerCase()}`;
const labelValue = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

/** A health report as Prometheus text: numbers and booleans become gauges; words can't be metrics and are left out. */
export function healthMetrics(service: string, report: HealthReport, residentBytes = process.memoryUsage.rss()): string {
  const label = `{service="${labelValue(service)}"}`;
  const gauges: [string, number][] = [
    ['fleet_service_ready', Number(report.ok)],
    ['fleet_process_resident_memory_bytes', residentBytes],
    ...Object.entries(report.details)
      .filter((entry): entry is [string, number | boolean] => typeof entry[1] !== 'string')
      .map(([key, value]): [string, number] => [metricName(key), Number(value)]),
  ];
  return gauges.map(([name, value]) => `# TYPE ${name} gauge\n${name}${label} ${value}\n`).join('');
}
