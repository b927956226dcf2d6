import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/**
 * What a terminal does with what is typed: `echo` shows it line by line; `secret` takes a line without showing it (a
 * password prompt: ICANON on, ECHO off); `raw` leaves all to the program (shells' line editors, TUIs).
 */
export type TerminalMode = 'echo' | 'secret' | 'raw' | 'unknown';

const MODES: readonly string[] = ['echo', 'secret', 'raw'];

/**
 * An answer that takes longer, in milliseconds, counts as unknown: keystrokes must not wait for ever for a stuck helper.
 * Long enough for one that has just been started on a busy machine.
 */
const ANSWER_WITHIN_MS = 2_000;

/**
 * Node can't read a terminal's modes, and starting `stty` for each key costs milliseconds. So one helper process
 * reads paths of terminals from its stdin and answers each with a line. Perl asks the kernel itself (0.1 ms); it is
 * part of macOS and of every Debian. The helper closes what it inherited, so that it keeps no terminal open.
 */
const PERL = `
use POSIX ();
POSIX::close($_) for 3..1023;
$| = 1;
while (my $path = <STDIN>) {
  chomp $path;
  my ($mode, $termios) = ("unknown", POSIX::Termios->new);
  my $fd = POSIX::open($path, POSIX::O_RDONLY() | POSIX::O_NOCTTY() | POSIX::O_NONBLOCK());
  if (defined $fd) {
    if (defined $termios->getattr($fd)) {
      my $flags = $termios->getlflag;
      $mode = !($flags & POSIX::ICANON()) ? "raw" : ($flags & POSIX::ECHO()) ? "echo" : "secret";
    }
    POSIX::close($fd);
  }
  print "$mode\\n";
}`;

/** For machines without Perl: the same by `stty`, some milliseconds a question. */
const SHELL = `
while read -r path; do
  case " $(stty -a <"$path" 2>/dev/null | tr '\\n;' '  ') " in
    '  ') echo unknown ;;
    *' -icanon '*) echo raw ;;
    *' -echo '*) echo secret ;;
    *) echo echo ;;
  esac
done`;

interface Question {
  answer: (mode: TerminalMode) => void;
  timer: NodeJS.Timeout;
}

type Helper = ChildProcessByStdio<Writable, Readable, null>;

/** Tells in which mode terminals are now. Starts its helper with the first question, or before. */
export class TerminalModes {
  readonly #commands: [string, string[]][];
  #helper: Helper | null = null;
  #questions: Question[] = [];
  #attempt = 0;

  constructor(commands: [string, string[]][] = [['perl', ['-e', PERL]], ['/bin/sh', ['-c', SHELL]]]) {
    this.#commands = commands;
  }

  /** Starts the helper, so that the first keystroke need not wait for it. */
  warmUp(): void {
    if (this.#helper === null) this.#start();
  }

  /** The mode of the terminal at `path`; `unknown` when nobody can tell. Never rejects. */
  ask(path: string): Promise<TerminalMode> {
    const helper = this.#helper ?? this.#start();
    if (helper === null) return Promise.resolve('unknown');
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        // A late answer would be taken for that of the next question, so this helper is done for.
        helper.kill('SIGKILL');
        this.#lost(helper);
      }, ANSWER_WITHIN_MS);
      this.#questions.push({ answer: resolve, timer });
      helper.stdin.write(`${path}\n`);
    });
  }

  close(): void {
    const helper = this.#helper;
    if (helper === null) return;
    helper.stdin.end();
    this.#lost(helper);
  }

  #start(): Helper | null {
    const command = this.#commands[Math.min(this.#attempt, this.#commands.length - 1)];
    if (command === undefined) return null;
    // Nothing of our environment: neither Perl's options nor our secrets.
    const helper = spawn(command[0], command[1], { stdio: ['pipe', 'pipe', 'ignore'], env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin' } });
    this.#helper = helper;
    helper.on('error', () => {
      this.#attempt++;
      this.#lost(helper);
    });
    helper.on('exit', () => {
      this.#lost(helper);
    });
    // A write to a helper that has just ended; `exit` tells the rest.
    helper.stdin.on('error', () => {
      this.#lost(helper);
    });
    createInterface({ input: helper.stdout }).on('line', (line) => {
      if (helper !== this.#helper) return;
      const question = this.#questions.shift();
      if (question === undefined) return;
      clearTimeout(question.timer);
      question.answer(MODES.includes(line) ? (line as TerminalMode) : 'unknown');
    });
    return helper;
  }

  #lost(helper: Helper): void {
    if (helper !== this.#helper) return;
    this.#helper = null;
    const unanswered = this.#questions;
    this.#questions = [];
    for (const { answer, timer } of unanswered) {
      clearTimeout(timer);
      answer('unknown');
    }
  }
}
