export { startBroker } from './broker/start-broker.js';
export { findNatsServer } from './broker/find-nats-server.js';
export { freePort } from './broker/probe.js';
export type { TestBroker, TestBrokerOptions } from './broker/test-broker.js';
export * from './events/builders.js';
export * from './events/terminal-builders.js';
export { silentLogger, type LoggedLine } from './silent-logger.js';
export { temporaryDirectory, type TemporaryDirectory } from './temporary-directory.js';
export { waitFor, type WaitOptions } from './wait-for.js';
