import { type HealthReport } from '@agents-fleet/platform';

/** Figures that change, read when somebody asks. */
export interface GatewayFigures {
  readonly brokerOnline: boolean;
  readonly readModelsOpen: boolean;
  readonly runnersOnline: number;
  readonly sockets: number;
  readonly viewers: number;
  readonly feeds: number;
}

/** Whether the gateway can do its work, and its figures for Prometheus. */
export class GatewayHealth {
  readonly #startedAt = Date.now();

  constructor(private readonly figures: () => GatewayFigures) {}

  /** A gateway without a runner is ready: it shows what was, and says how to start one. */
  report(): HealthReport {
    const { brokerOnline, readModelsOpen, runnersOnline } = this.figures();
    return {
      ok: brokerOnline && readModelsOpen,
      details: { broker: brokerOnline ? 'online' : 'offline', readModels: readModelsOpen ? 'open' : 'missing', runnersOnline },
    };
  }

  /** Prometheus text, version 0.0.4. */
  metrics(): string {
    const figures = this.figures();
    const memory = process.memoryUsage();
    return [
      gauge('fleet_gateway_ready', 'Whether the gateway can do its work', this.report().ok ? 1 : 0),
      gauge('fleet_gateway_broker_online', 'Whether the broker is reachable', figures.brokerOnline ? 1 : 0),
      gauge('fleet_gateway_runners_online', 'Runners that sent a heartbeat within 6 s', figures.runnersOnline),
      gauge('fleet_gateway_websockets', 'Open WebSockets', figures.sockets),
      gauge('fleet_gateway_viewers', 'Terminals that are shown', figures.viewers),
      gauge('fleet_gateway_feeds', 'Sessions whose live terminal is read', figures.feeds),
      gauge('fleet_gateway_uptime_seconds', 'Seconds since the start', (Date.now() - this.#startedAt) / 1000),
      gauge('process_resident_memory_bytes', 'Resident memory', memory.rss),
      gauge('nodejs_heap_size_used_bytes', 'Heap in use', memory.heapUsed),
      '',
    ].join('\n');
  }
}

function gauge(name: string, help: string, value: number): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}`;
}
