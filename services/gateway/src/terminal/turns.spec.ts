import { describe, expect, it } from '@jest/globals';
import { Turns } from './turns.js';

const patient = () => new AbortController().signal;

describe('turns', () => {
  it('are one at a time, in the order in which they were asked for', async () => {
    const turns = new Turns();
    const order: string[] = [];
    const take = async (name: string) => {
      const end = await turns.next(patient());
      order.push(name);
      return end;
    };
    const first = await take('first');
    const [second, third] = [take('second'), take('third')];
    expect(order).toEqual(['first']);
    first?.();
    (await second)?.();
    expect(order).toEqual(['first', 'second']);
    (await third)?.();
    await take('fourth');
    expect(order).toEqual(['first', 'second', 'third', 'fourth']);
  });

  it('pass by who has left the line', async () => {
    const turns = new Turns();
    const leaver = new AbortController();
    const first = await turns.next(patient());
    const [second, third] = [turns.next(leaver.signal), turns.next(patient())];
    leaver.abort();
    expect(await second).toBeNull();
    first?.();
    expect(await third).not.toBeNull();
    expect(await turns.next(leaver.signal)).toBeNull();
  });

  it('end once, however often it is said', async () => {
    const turns = new Turns();
    const first = await turns.next(patient());
    first?.();
    await turns.next(patient());
    first?.();
    const leaver = new AbortController();
    const third = turns.next(leaver.signal);
    leaver.abort();
    expect(await third).toBeNull();
  });
});
