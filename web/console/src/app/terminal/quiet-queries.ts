import { type Terminal } from '@xterm/xterm';

/**
 * Keeps a terminal from answering programs' questions for a while; what a person types still goes through.
 * These are all questions that xterm (6.0) answers: device attributes, status and cursor position, modes, settings,
 * and colours. (Reports of the window are off unless they are asked for.)
 */
export class QuietQueries {
  /** While set, questions are swallowed. */
  quiet = false;

  constructor({ parser }: Pick<Terminal, 'parser'>) {
    const swallow = () => this.quiet;
    for (const prefix of ['', '>', '=']) parser.registerCsiHandler({ ...(prefix !== '' && { prefix }), final: 'c' }, swallow);
    for (const prefix of ['', '?']) {
      parser.registerCsiHandler({ ...(prefix !== '' && { prefix }), final: 'n' }, swallow);
      parser.registerCsiHandler({ ...(prefix !== '' && { prefix }), intermediates: '$', final: 'p' }, swallow);
    }
    parser.registerDcsHandler({ intermediates: '$', final: 'q' }, swallow);
    // With a colour in the place of the question mark they set it.
    for (const colours of [4, 10, 11, 12]) parser.registerOscHandler(colours, (data) => this.quiet && data.includes('?'));
  }
}
