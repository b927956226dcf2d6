import { describe, expect, it } from '@jest/globals';
import { answerToToolResult, scriptedAnswer } from './scripted-answer.js';

describe('the script of the stand-in', () => {
  it('says the words of the prompt in capitals, so that an echo is no answer', () => {
    expect(scriptedAnswer('say:green apples\nand more')).toEqual({ kind: 'words', words: ['GREEN', 'APPLES'], pauseMs: 0 });
  });

  it('takes the last rule, which is the person’s', () => {
    expect(scriptedAnswer('<reminder>try run:ls</reminder>\nsay:pears')).toMatchObject({ words: ['PEARS'] });
  });

  it('counts slowly and never without end', () => {
    expect(scriptedAnswer('count:3')).toMatchObject({ words: ['word1', 'word2', 'word3'], pauseMs: 50 });
    expect(scriptedAnswer('count:999999999')).toMatchObject({ words: { length: 5000 } });
  });

  it('calls the shell tool and ends the turn with its result', () => {
    expect(scriptedAnswer('please run:ls -l')).toEqual({ kind: 'shell', command: 'ls -l' });
    expect(answerToToolResult('a.txt\nb.txt\n')).toMatchObject({ words: ['RESULT', 'A.TXT', 'B.TXT'] });
  });

  it('answers anything else shortly', () => {
    expect(scriptedAnswer('Generate a title')).toEqual({ kind: 'words', words: ['ok'], pauseMs: 0 });
  });
});
