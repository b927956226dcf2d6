export { ConfigurationError, readConfiguration } from './configuration.js';
export { absolutePath, commaSeparated, fleetVariables, onOff, port, runnerIdOfHost } from './configuration-fields.js';
export { readSecretFile } from './secret-file.js';
export { createLogger, LOG_LEVELS, type Logger, type LogLevel } from './logger.js';
export type { HealthDetails, HealthReport, RunningService } from './service.js';
export { startInOrder, type ServiceStarter } from './service-group.js';
export { startHealthEndpoint, type HealthEndpoint, type HealthEndpointOptions } from './health-endpoint.js';
export { releaseMemoryAfterStart } from './release-memory.js';
export { READY_MESSAGE, runAsProcess } from './run-as-process.js';
