import { jestProject } from '../../jest.preset.mjs';

/** Each step waits for a real browser and a real fleet: a minute, not Jest's five seconds. */
const testTimeout = 60_000;

export default { ...jestProject('console-e2e'), testMatch: ['<rootDir>/src/**/*.e2e.spec.ts'], testTimeout };
