import { subjects } from '@agents-fleet/contracts';
import type { EventPublisher } from './publisher.js';
import type { ReceivedMessage } from './received-message.js';

/** Headers of a dead letter; its body is that of the message. */
export const deadLetterHeaders = {
  stream: 'Fleet-Dead-Stream',
  seq: 'Fleet-Dead-Seq',
  subject: 'Fleet-Dead-Subject',
  why: 'Fleet-Dead-Why',
} as const;

/** Longest reason kept, in characters: it is a header. */
const MAX_REASON = 500;

/** Puts a message that `consumer` can't handle into `FLEET_DEAD`. Repeating it stores it once. */
export async function publishDeadLetter(
  publisher: EventPublisher,
  consumer: string,
  stream: string,
  message: Pick<ReceivedMessage, 'seq' | 'subject' | 'data'>,
  why: string,
): Promise<void> {
  await publisher.publishRaw(
    subjects.dead(consumer),
    message.data,
    {
      [deadLetterHeaders.stream]: stream,
      [deadLetterHeaders.seq]: String(message.seq),
      [deadLetterHeaders.subject]: message.subject,
      [deadLetterHeaders.why]: headerText(why).slice(0, MAX_REASON),
    },
    `dead:${consumer}:${stream}:${message.seq}`,
  );
}

/** A header value is one line. */
function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, ' ').trim();
}
