import { describe, expect, it } from '@jest/globals';
import { subjects } from '@agents-fleet/contracts';
import { HandClock } from '@agents-fleet/terminal/hand-clock';
import type { OutgoingMessage } from '../outbox/outgoing-message.js';
import { HeldMessages } from './held-messages.js';

const SESSION = '01J0000000000000000000000Z';

function held() {
  const clock = new HandClock();
  const recorded: string[] = [];
  let isHeard = true;
  const messages = new HeldMessages(clock, ({ messageId }) => recorded.push(messageId), () => isHeard);
  const send = (messageId: string, subject: string, body: string, afterAllElse = false) => {
    messages.send({ messageId, subject, body, headers: {}, sessionId: SESSION, afterAllElse } as OutgoingMessage);
  };
  return {
    clock,
    recorded,
    leave: () => { isHeard = false; },
    piece: (id: string, bytes = 1) => { send(id, subjects.pty(SESSION), 'x'.repeat(bytes)); },
    event: (id: string, afterAllElse = false) => { send(id, subjects.event(SESSION, 'lifecycle'), '{}', afterAllElse); },
  };
}

describe('HeldMessages', () => {
  it('given that somebody hears the session, then small pieces are recorded a moment later, in order', () => {
    const test = held();
    test.piece('a');
    test.piece('b');
    expect(test.recorded).toEqual([]);
    test.clock.pass(3);
    expect(test.recorded).toEqual(['a', 'b']);
    test.piece('c');
    test.clock.pass(3);
    expect(test.recorded).toEqual(['a', 'b', 'c']);
  });

  it('given that nobody does, then they are recorded at once, behind what was held', () => {
    const test = held();
    test.piece('a');
    test.leave();
    test.piece('b');
    expect(test.recorded).toEqual(['a', 'b']);
    test.clock.pass(3);
    expect(test.recorded).toEqual(['a', 'b']);
  });

  it('given a flood, then nothing is held', () => {
    const test = held();
    test.piece('a');
    test.piece('b', 5_000);
    expect(test.recorded).toEqual(['a', 'b']);
  });

  it('given an event, then it goes ahead, but the last one of a session waits for nothing', () => {
    const test = held();
    test.piece('a');
    test.event('usage');
    expect(test.recorded).toEqual(['usage']);
    test.event('ended', true);
    expect(test.recorded).toEqual(['usage', 'a', 'ended']);
  });
});
