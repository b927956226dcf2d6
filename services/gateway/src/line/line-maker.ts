import { type LineReply } from '@agents-fleet/contracts';
import { type LineClient, type LineEars, type TerminalLine } from '@agents-fleet/terminal-line';

/** Hears a session by a line, whenever there is one. */
export interface SessionEars extends LineEars {
  opened(line: TerminalLine): void;
  /** The line is over. Another one is opened when that can be. */
  lost(): void;
}

/** How lines are made: specs have others. */
export interface LineMaker {
  /** Asks a runner where its terminals can be heard. Rejects when it can't say. */
  ask(runnerId: string): Promise<LineReply>;
  connect(path: string, key: string, closed: () => void): Promise<LineClient>;
}
