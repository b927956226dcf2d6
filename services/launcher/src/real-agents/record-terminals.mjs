/**
 * Records real terminal sessions for the specs of `libs/terminal`: what the programs wrote to a PTY, in the chunks in which
 * it came. Run it with the product's Node: `node services/launcher/src/real-agents/record-terminals.mjs [bash|vim|htop|claude|codex ...]`.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { makeRepo, PLACE, REPO } from './recorded-place.mjs';
import { FIXTURES, Recording } from './terminal-recording.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));

const shell = () => new Recording(['bash', '--norc', '--noprofile', '-i']);

/** @type {Record<string, () => Promise<Recording>>} */
const sessions = {
  async bash() {
    const bash = shell();
    const run = async (command) => {
      await bash.types(command, 20);
      bash.type('\r');
      await bash.quiet();
    };
    await bash.quiet();
    await run('ls -l --color=always . src');
    await run("for i in $(seq 1 2400); do printf '\\e[38;5;%dmrow %d\\e[0m of the orchard, \\e[1mtree %d\\e[22m \\e[2mdim\\e[0m\\n' $((i % 256)) $i $((i * 7)); done");
    await run('cat README.md');
    await run("printf '%s\\n' 日本語の長い行です。日本語の長い行です。日本語の長い行です。日本語の長い行です。日本語の長い行です。日本語の長い行です。");
    bash.resize(72, 20);
    await bash.quiet();
    await run('git --no-pager log --color=always --oneline --graph | head -60');
    await run("for i in $(seq 5 5 100); do printf '\\rpicked %3d %%' $i; sleep 0.05; done; echo");
    await run("printf '\\e[4:3;58;2;255;80;0mcurly\\e[0m \\e[9mstruck\\e[0m \\e]8;;https://orchard.example/a\\e\\\\linked\\e]8;;\\e\\\\ e\\u0301a\\u0308 \\U1f34e\\n'");
    bash.resize(120, 35);
    await bash.quiet();
    await bash.types('git log\r');
    await bash.quiet();
    for (const key of [' ', ' ', '/row 7\r', 'q']) {
      bash.type(key);
      await bash.quiet();
    }
    await run('clear');
    await run("seq -s ' ' 1 3000");
    bash.type('nothing to keep\x03');
    await bash.quiet();
    bash.type('exit\r');
    return bash;
  },

  async vim() {
    const vim = shell();
    await vim.quiet();
    await vim.types('vim -Nu NONE -i NONE -n -c "syntax on" -c "set number incsearch hlsearch" src/trees.ts\r', 15);
    await vim.sees(/Tree number 1\b/);
    const press = async (keys, quietMs = 600) => {
      vim.type(keys);
      await vim.quiet(quietMs);
    };
    for (const keys of ['\x06', '\x06', '\x06', '/quince\r', 'n', 'n', '\x02', 'gg']) await press(keys);
    vim.type('ocherries are ripe in ');
    await vim.types('June, 日本 in May', 60);
    await press('\x1b');
    await press('\x16jjjd');
    for (let index = 0; index < 25; index += 1) await vim.types('j', 40);
    await press(':vsplit README.md\r');
    await press('G');
    vim.resize(84, 24);
    await press(':set wrap nonumber\r');
    vim.resize(110, 32);
    await press('\x17w\x06');
    await press(':%s/planted/grown/g\r');
    await press('u:help\r', 1000);
    await press(':qa!\r');
    await vim.sees(/\$ $/m);
    vim.type('exit\r');
    return vim;
  },

  async htop() {
    // With processes of its own only: those of the machine are nobody's business.
    const inside = `for n in 1 2 3 4 5; do sh -c "while :; do sleep 0.$n; done" & done; exec htop -d 12`;
    const htop = new Recording(['unshare', '--pid', '--fork', '--mount-proc', '--kill-child', 'sh', '-c', inside]);
    await htop.sees(/htop/);
    await sleep(3_000);
    for (const key of ['\x1b[15~', '\x1b[B', '\x1b[B', '\x1b[17~', '\x1b', '\x1b[11~', 'q', '\\sleep\r', '\x1b']) {
      htop.type(key);
      await sleep(1_600);
    }
    htop.resize(72, 20);
    await sleep(2_600);
    htop.resize(110, 36);
    await sleep(4_000);
    htop.type('q');
    return htop;
  },

  claude: () => agent('claude', /^❯/m),
  codex: () => agent('codex', /^› Ask Codex/m),
};

/** An agent that is asked a few things. @param {'claude' | 'codex'} name @param {RegExp} prompt */
async function agent(name, prompt) {
  const { ModelApiStandIn, claudeCommand, codexCommand } = await importTypeScript("export * from './model-api-stand-in.js'; export * from './agent-command.js';");
  const binaries = JSON.parse(execFileSync(process.execPath, [join(HERE, 'install-agents.mjs')], { encoding: 'utf8' }));
  const standIn = await ModelApiStandIn.start();
  try {
    const place = { home: join(PLACE, 'home'), repo: REPO, apiUrl: standIn.url };
    // Without its server in the background, which would outlive the recording.
    const command = name === 'claude' ? claudeCommand(binaries.claude, place) : codexCommand(binaries.codex, place, ['--no-daemon']);
    // Codex comes as a Node script.
    const session = new Recording(command, { PATH: `${join(process.execPath, '..')}:/usr/local/bin:/usr/bin:/bin` });
    /** @param {string} text @param {RegExp} answer */
    const ask = async (text, answer) => {
      // In one piece: Codex takes quick letters for a paste, and Enter for a part of it.
      session.type(text);
      await session.sees(new RegExp(text.slice(0, 9)));
      await sleep(1_000);
      session.type('\r');
      await session.sees(answer);
      await session.quiet(2_000);
    };
    await session.sees(prompt);
    await session.quiet(1_500);
    await ask('say:the apples of row seven are ripe and the quinces are not', /THE APPLES/);
    await ask('run:seq 1 60 | sed "s/^/tree number /"', /NUMBER 60/);
    await ask('count:260', /word260/);
    session.resize(84, 24);
    await session.quiet(1_500);
    await ask('say:一本の木 is a tree, 과수원 is an orchard', /IS A TREE/);
    session.resize(110, 34);
    await session.quiet(1_500);
    await ask('run:git log --oneline | head -30', /ROW 11 OF/);
    await ask('count:120', /word120/);
    if (name === 'codex') {
      // Its transcript is on the alternate screen.
      session.type('\x14');
      await session.quiet(1_500);
      session.type('\x1b[5~');
      await session.quiet(1_500);
      session.type('q');
      await session.quiet(1_500);
    } else {
      session.type('\x0f');
      await session.quiet(1_500);
      session.type('\x0f');
      await session.quiet(1_500);
    }
    session.type('\x03');
    await sleep(400);
    session.type('\x03');
    return session;
  } finally {
    setTimeout(() => void standIn.stop(), 3_000).unref();
  }
}

/** @param {string} contents */
async function importTypeScript(contents) {
  const outfile = join(PLACE, `stand-in-${process.pid}.mjs`);
  await build({ stdin: { contents, resolveDir: HERE, loader: 'ts' }, outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
  return import(pathToFileURL(outfile).href);
}

const chosen = process.argv.slice(2);
mkdirSync(FIXTURES, { recursive: true });
for (const [name, record] of Object.entries(sessions)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  makeRepo();
  const recording = await record();
  await recording.save(name);
}
rmSync(PLACE, { recursive: true, force: true });
process.exit();
