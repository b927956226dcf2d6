import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import type { ReceivedMessage } from '@agents-fleet/event-log';
import { openReadModels, type CheckpointRow } from '@agents-fleet/read-models';
import { temporaryDirectory, type TemporaryDirectory } from '@agents-fleet/testing';
import type { AppliedBatch, Projection } from './projection.js';
import { ProjectionDatabase } from './projection-database.js';
import { ProjectionRunner } from './projection-runner.js';
import { SecondWriterError } from './writer-lock.js';

const checkpoint: CheckpointRow = { projection: 'spec', stream: 'S', streamCreated: 'then', version: '1', position: 0 };

function message(seq: number, body: string): ReceivedMessage {
  return {
    seq,
    subject: 'spec',
    data: Buffer.from(body),
    header: () => null,
    storedAt: new Date(0),
    redelivered: false,
    pending: 0,
  };
}

describe('ProjectionRunner', () => {
  let directory: TemporaryDirectory;
  let path: string;
  let database: ProjectionDatabase;
  /** Bodies that were applied, by number of the call. */
  let calls: string[][];
  let failing: (bodies: string[]) => Error | null;

  beforeEach(async () => {
    directory = await temporaryDirectory();
    path = join(directory.path, 'models.sqlite');
    database = await ProjectionDatabase.open(path);
    await database.addCheckpoint(checkpoint);
    calls = [];
    failing = () => null;
  });
  afterEach(async () => {
    await database.close();
    await directory.remove();
  });

  /** Writes each body as a processed event, so that what was rolled back is gone. */
  const projection: Projection = {
    name: 'spec',
    stream: 'S',
    subject: 'spec',
    maxMessages: 10,
    maxBytes: 1_000,
    gatherMs: 0,
    yieldsToFloods: false,
    apply: async (messages, write): Promise<AppliedBatch> => {
      const bodies = messages.map(({ data }) => Buffer.from(data).toString());
      calls.push(bodies);
      await write.addProcessedEvents(messages.map(({ seq }, index) => ({ eventId: bodies[index] ?? '', streamSeq: seq })));
      const error = failing(bodies);
      if (error !== null) throw error;
      return { sessionIds: bodies, poison: messages.filter(({ data }) => data.length === 0).map((poisoned) => ({ message: poisoned, why: 'empty' })) };
    },
  };
  const runner = (position = 0) => new ProjectionRunner(projection, database, { ...checkpoint, position }, () => undefined);
  const stored = async () => {
    const models = await openReadModels({ path, mode: 'reader' });
    const known = await database.transaction(({ write }) => write.processedEvents(['a', 'b', 'c', 'd']));
    const position = (await models.checkpoints.list())[0]?.position;
    const dead = await models.deadLetters.count();
    await models.close();
    return { known: [...known].sort().join(''), position, dead };
  };

  it('applies a batch and moves the checkpoint', async () => {
    await runner().handle([message(1, 'a'), message(4, 'b')]);
    expect(await stored()).toEqual({ known: 'ab', position: 4, dead: 0 });
  });

  it('skips what is delivered again, whole or in part', async () => {
    const running = runner();
    await running.handle([message(1, 'a'), message(2, 'b')]);
    await running.handle([message(1, 'a'), message(2, 'b')]);
    await running.handle([message(2, 'b'), message(3, 'c')]);
    expect(calls).toEqual([['a', 'b'], ['c']]);
    expect(await stored()).toEqual({ known: 'abc', position: 3, dead: 0 });
  });

  it('leaves nothing of a batch that the database could not take, and takes it later', async () => {
    const busy = Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });
    failing = () => busy;
    const running = runner();
    await expect(running.handle([message(1, 'a')])).rejects.toThrow('locked');
    expect(await stored()).toEqual({ known: '', position: 0, dead: 0 });
    failing = () => null;
    await running.handle([message(1, 'a')]);
    expect(await stored()).toEqual({ known: 'a', position: 1, dead: 0 });
  });

  it('buries the one message that can not be applied, and applies the others', async () => {
    failing = (bodies) => (bodies.includes('b') ? new TypeError('no such field') : null);
    await runner().handle([message(1, 'a'), message(2, 'b'), message(3, 'c')]);
    expect(await stored()).toEqual({ known: 'ac', position: 3, dead: 1 });
    expect(await database.unpublishedDeadLetters()).toMatchObject([
      { projection: 'spec', streamSeq: 2, why: "can't be applied: no such field", body: Buffer.from('b'), published: false },
    ]);
  });

  it('buries what the projection calls poison in the same transaction', async () => {
    await runner().handle([message(1, 'a'), message(2, '')]);
    expect(await stored()).toEqual({ known: 'a', position: 2, dead: 1 });
  });

  it('refuses to write when somebody else has moved the checkpoint', async () => {
    const first = runner();
    const second = runner();
    await first.handle([message(1, 'a')]);
    await expect(second.handle([message(1, 'a'), message(2, 'b')])).rejects.toThrow(SecondWriterError);
    expect(await stored()).toEqual({ known: 'a', position: 1, dead: 0 });
    // It is no poison either: nothing was tried one by one.
    expect(calls).toEqual([['a']]);
  });

  it('keeps transactions apart that are asked for at the same time', async () => {
    const order: string[] = [];
    const slow = database.transaction(async () => {
      order.push('slow begins');
      await new Promise((resolve) => setTimeout(resolve, 30));
      order.push('slow ends');
      throw new Error('rolled back');
    });
    const quick = database.transaction(async ({ write }) => {
      order.push('quick');
      await write.addProcessedEvents([{ eventId: 'd', streamSeq: 9 }]);
    });
    await expect(slow).rejects.toThrow('rolled back');
    await quick;
    expect(order).toEqual(['slow begins', 'slow ends', 'quick']);
    expect((await stored()).known).toBe('d');
  });
});
