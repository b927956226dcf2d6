import fc from 'fast-check';

/** Words with what terminals find hard: wide, combining, joined, astral characters. */
const WORDS = ['a', 'word', 'longer than a row of the screen', '日本', '한', 'e\u0301', '\u0301', '\u200d', '🙂', '─', 'q', 'lqk', ' ', '   '];
const CONTROLS = ['\r', '\n', '\r\n', '\b', '\t', '\x0e', '\x0f', '\x07'];
const COUNTS = ['', '0', '1', '2', '3', '5', '9', '40'];
const STYLES = [
  '', '0', '1', '2', '3', '4', '4:3', '4:0', '5', '7', '8', '9', '21', '22', '23', '24', '25', '27', '28', '29', '39', '49', '53', '55', '31', '42', '95', '106',
  '38;5;3', '48;5;200', '38;2;1;2;3', '48;2;200;100;0', '58;5;4', '58;2;9;8;7', '59', '1;31;44',
];
const PRIVATE_MODES = ['1', '6', '7', '9', '12', '25', '45', '47', '66', '1000', '1002', '1003', '1004', '1006', '1016', '1047', '1048', '1049', '2004', '2026'];
const ESCAPES = ['7', '8', 'D', 'E', 'H', 'M', '=', '>', 'n', 'o', '(0', '(B', ')0', ')A', '*0', '+0', '#8', '%G', 'c'];
const LINKS = [';https://example.com/a', 'id=1;https://example.com/b', ';'];

const count = fc.constantFrom(...COUNTS);
const codes: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 3, arbitrary: fc.constantFrom(...CONTROLS) },
  { weight: 4, arbitrary: fc.constantFrom(...STYLES).map((style) => `\x1b[${style}m`) },
  { weight: 3, arbitrary: fc.tuple(count, fc.constantFrom(...'@ABCDEFGIJKLMPSTXZ`abdefg')).map(([times, final]) => `\x1b[${times}${final}`) },
  { weight: 2, arbitrary: fc.tuple(count, count, fc.constantFrom('H', 'r')).map(([row, column, final]) => `\x1b[${row};${column}${final}`) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...PRIVATE_MODES), fc.constantFrom('h', 'l')).map(([mode, final]) => `\x1b[?${mode}${final}`) },
  { weight: 1, arbitrary: fc.constantFrom('\x1b[4h', '\x1b[4l', '\x1b[20h', '\x1b[20l', '\x1b[!p', '\x1b[3g', '\x1b[?2J', '\x1b[?K', '\x1b[1"q', '\x1b[0"q', '\x1b[3 q', '\x1b[6 q') },
  { weight: 2, arbitrary: fc.constantFrom(...ESCAPES).map((escape) => `\x1b${escape}`) },
  { weight: 1, arbitrary: fc.constantFrom(...LINKS).map((link) => `\x1b]8;${link}\x1b\\`) },
  { weight: 1, arbitrary: fc.constantFrom('\x1b[6n', '\x1b[c', '\x1b[?2026$p', '\x1bP$qm\x1b\\', '\x1b]0;title\x07', '\x1b]52;c;aGk=\x07', '\x1b]11;?\x07') },
);

/** A step of a generated record: output or a resize. */
export type GeneratedStep = string | { readonly cols: number; readonly rows: number };

/** What a program might print, with resizes, for a small screen, so that rows wrap and scroll. */
export const generatedOutput: fc.Arbitrary<GeneratedStep[]> = fc.array(
  fc.oneof(
    { weight: 30, arbitrary: fc.array(codes, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join('')) },
    { weight: 1, arbitrary: fc.record({ cols: fc.integer({ min: 2, max: 14 }), rows: fc.integer({ min: 1, max: 7 }) }) },
  ),
  { minLength: 1, maxLength: 25 },
);
