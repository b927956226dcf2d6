import { jestProject } from '../../jest.preset.mjs';

/** On demand: takes the pictures that the README shows, from the running product. */
export default { ...jestProject('console-screenshots'), testMatch: ['<rootDir>/src/screenshots/*.shots.ts'], testTimeout: 300_000 };
