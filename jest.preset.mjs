import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('.', import.meta.url));
const { paths } = JSON.parse(readFileSync(new URL('tsconfig.base.json', import.meta.url), 'utf8')).compilerOptions;

/** The workspace's own libraries, from the one list in `tsconfig.base.json`. */
const ownLibraries = Object.fromEntries(
  Object.entries(paths).map(([name, [source]]) => [`^${name}$`, `${root}${source.slice(2)}`]),
);

/**
 * Jest for one project: TypeScript as ES modules by swc, against the libraries' sources.
 * @param {string} displayName the project's name, and that of its report
 */
export function jestProject(displayName) {
  return {
    displayName,
    testEnvironment: 'node',
    extensionsToTreatAsEsm: ['.ts'],
    moduleNameMapper: { ...ownLibraries, '^(\\.{1,2}/.*)\\.js$': '$1' },
    transform: {
      '^.+\\.ts$': [
        '@swc/jest',
        {
          swcrc: false,
          module: { type: 'es6' },
          jsc: {
            target: 'es2022',
            parser: { syntax: 'typescript', decorators: true },
            transform: { legacyDecorator: true, useDefineForClassFields: true },
          },
        },
      ],
    },
    testMatch: ['<rootDir>/src/**/*.spec.ts'],
    // Ends what hangs, hooks too, and nothing else: Jest's own 5 s are over when a busy machine stops a container.
    testTimeout: 60_000,
    // The count of passed and failed tests that CI prints comes from these files, not from what a runner printed.
    reporters: [
      'default',
      [fileURLToPath(new URL('libs/testing/report.mjs', import.meta.url)), { file: `${root}reports/jest-${displayName}.json` }],
    ],
  };
}
