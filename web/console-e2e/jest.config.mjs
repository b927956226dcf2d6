import { jestProject } from '../../jest.preset.mjs';

export default { ...jestProject('console-e2e'), testMatch: ['<rootDir>/src/**/*.e2e.spec.ts'] };
