/**
 * Installs the real agents that the tests drive, and prints where they are as one line of JSON: `{claude, codex}`.
 * Into the cache rather than into the workspace: they take 800 MB, and only these tests need them.
 */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { cached } from '../../cache.mjs';
import { step } from '../../progress.mjs';
import { runQuietly } from '../../run-quietly.mjs';

/** Exact versions: the stand-in's wire formats and the first-start answers were tried with these. */
const CLAUDE = { name: '@anthropic-ai/claude-code', version: '2.1.330' };
const CODEX = { name: '@openai/codex', version: '0.169.0' };

/**
 * The binaries come as optional packages of this platform. Install scripts stay off: Claude's only links its binary
 * to the place that `claude` points to, and we start the binary itself.
 * @param {string} directory
 */
async function install(directory) {
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ private: true }));
  const packages = [CLAUDE, CODEX].map(({ name, version }) => `${name}@${version}`);
  await step(`Installing ${packages.join(' and ')} for tests with real agents`, () =>
    runQuietly('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--save-exact', ...packages], {
      cwd: directory,
      env: { ...process.env, PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter) },
    }),
  );
  findAgents(directory);
}

/** @param {string} directory */
function findAgents(directory) {
  const modules = join(directory, 'node_modules');
  const claude = readdirSync(join(modules, dirname(CLAUDE.name)))
    .map((name) => join(modules, dirname(CLAUDE.name), name, 'claude'))
    .find((path) => existsSync(path));
  if (claude === undefined) throw new Error(`npm installed no binary of ${CLAUDE.name} for ${process.platform}-${process.arch}`);
  // Codex by the wrapper that a person gets, so that its tree is the real one: a Node process above the binary.
  const codex = join(modules, '.bin', 'codex');
  if (!existsSync(codex)) throw new Error(`npm installed no command of ${CODEX.name}`);
  return { claude, codex };
}

const directory = await cached(`agents/claude-${CLAUDE.version}_codex-${CODEX.version}`, install);
process.stdout.write(`${JSON.stringify(findAgents(directory))}\n`);
