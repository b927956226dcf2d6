export { gatewayConfigurationSchema, type GatewayConfiguration } from './configuration.js';
export { startGateway, type Gateway } from './gateway.js';
