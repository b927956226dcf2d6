import { jestProject } from '../../jest.preset.mjs';

/** On demand (`nx run launcher:real-agents`): it installs 800 MB of agents and starts the whole product. */
export default { ...jestProject('real-agents'), testMatch: ['<rootDir>/src/real-agents/*.e2e.spec.ts'] };
