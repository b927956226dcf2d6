import nx from '@nx/eslint-plugin';
import angular from 'angular-eslint';
import tseslint from 'typescript-eslint';

/** One row a project: what it may import of ours, which packages are banned from it, and why. */
const native = {
  'node-pty': ['@lydell/node-pty'],
  nats: ['@nats-io/*'],
  typeorm: ['typeorm', 'better-sqlite3'],
  headless: ['@xterm/headless'],
  xterm: ['@xterm/xterm', '@xterm/addon-*'],
  nest: ['@nestjs/*'],
};
const every = Object.keys(native);

/** Bans every guarded package but those named. */
const onlyAllows = (...allowed) =>
  every.filter((key) => !allowed.includes(key)).flatMap((key) => native[key]);

const rule = (scope, imports, ...packages) => ({
  sourceTag: `scope:${scope}`,
  onlyDependOnLibsWithTags: [...imports, scope].map((name) => `scope:${name}`),
  bannedExternalImports: onlyAllows(...packages),
});

const serviceLibs = ['contracts', 'wire', 'domain', 'event-log', 'platform', 'terminal', 'testing'];
// The two ends of a line to a terminal of the same machine.
const lineLibs = [...serviceLibs, 'terminal-line'];

const boundaries = [
  // Browser and node both read these: no framework, no node built-ins.
  rule('contracts', []),
  rule('wire', []),
  // Pure deciders: data in, decision out.
  rule('domain', ['contracts', 'testing']),
  rule('platform', []),
  // The only door to the broker.
  rule('event-log', ['contracts', 'platform', 'testing'], 'nats'),
  // The only doors to SQLite.
  rule('read-models', ['contracts', 'testing'], 'typeorm'),
  rule('projections', ['contracts', 'event-log', 'platform', 'read-models', 'testing'], 'typeorm'),
  rule('terminal', ['contracts', 'wire', 'testing'], 'headless'),
  rule('terminal-line', ['wire', 'testing']),
  rule('testing', ['contracts', 'wire', 'domain', 'event-log', 'projections', 'read-models', 'terminal', 'platform'], 'nats'),
  // Services talk through events and commands; none imports another.
  rule('runner', lineLibs, 'node-pty'),
  rule('pricing', serviceLibs),
  rule('budget', serviceLibs),
  rule('git-snapshot', serviceLibs),
  rule('projector', [...serviceLibs, 'projections', 'read-models']),
  rule('gateway', [...lineLibs, 'read-models'], 'nest'),
  // The composition root: the only one that may start several services in one process.
  rule('launcher', [...lineLibs, 'projections', 'read-models', 'pricing', 'budget', 'git-snapshot', 'projector', 'gateway', 'runner']),
  // Of the terminal library only the guard of the parser, see below.
  rule('console', ['contracts', 'wire', 'terminal'], 'xterm'),
  // Also says what a runner would say, for agents that cost money to run.
  rule('console-e2e', ['contracts', 'wire', 'event-log', 'platform', 'testing']),
];

/** @param {string[]} allow projects that may be imported although they are applications */
const enforceBoundaries = (allow) => [
  'error',
  { enforceBuildableLibDependency: false, allow, depConstraints: boundaries, banTransitiveDependencies: false },
];

export default tseslint.config(
  { ignores: ['**/dist', '**/node_modules', '**/.angular', '**/.nx', '**/coverage', 'reports'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strict, ...tseslint.configs.stylistic],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': enforceBoundaries([]),
      '@typescript-eslint/no-extraneous-class': 'off', // Nest modules and Angular components are classes by nature.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', prefer: 'type-imports' }],
      'no-console': ['error'],
      eqeqeq: 'error',
    },
  },
  {
    // The one file that starts several services in one process.
    files: ['services/launcher/src/services.ts'],
    rules: {
      '@nx/enforce-module-boundaries': enforceBoundaries(
        ['pricing', 'budget', 'git-snapshot', 'projector'].map((service) => `@agents-fleet/${service}`),
      ),
    },
  },
  {
    files: ['libs/contracts/src/**/*.ts', 'libs/wire/src/**/*.ts', 'libs/domain/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['node:*'], message: 'This library also runs in the browser or must stay pure: no node built-ins. Put I/O in a service or in libs/platform.' }] },
      ],
    },
  },
  {
    files: ['web/console/**/*.ts'],
    extends: [...angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    rules: {
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: 'Terminal output and diffs are untrusted: text nodes only.' },
        { property: 'bypassSecurityTrustHtml', message: 'Terminal output and diffs are untrusted: text nodes only.' },
      ],
      'no-restricted-imports': [
        'error',
        {
          paths: [{ name: '@agents-fleet/terminal', message: 'It brings a terminal without a screen into the browser: only its parser-guard runs there.' }],
          patterns: [{ group: ['@agents-fleet/terminal/*', '!@agents-fleet/terminal/parser-guard'], message: 'Only parser-guard is made for the browser.' }],
        },
      ],
    },
  },
  { files: ['web/console/**/*.html'], extends: [...angular.configs.templateRecommended, ...angular.configs.templateAccessibility] },
  { files: ['**/*.spec.ts'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
);
