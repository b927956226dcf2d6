export { ptyHostConfigurationSchema, runnerConfigurationSchema, type PtyHostConfiguration, type RunnerConfiguration } from './configuration.js';
export { startPtyHost } from './pty-host/start-pty-host.js';
export { startRunner } from './runner/start-runner.js';
