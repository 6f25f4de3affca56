import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAckWindow } from './ack-window.ts';

/** What a broker has outstanding; an acknowledgement of anything else closes the channel, as RabbitMQ does. */
function createChannel(deliveries: number) {
  const outstanding = new Set(Array.from({ length: deliveries }, (_, index) => index + 1));
  let frames = 0;
  return {
    outstanding,
    frames: () => frames,
    ack(tag: number, upTo: boolean) {
      frames += 1;
      if (!outstanding.has(tag)) throw new Error(`PRECONDITION_FAILED - unknown delivery tag ${tag}`);
      for (const each of upTo ? [...outstanding].filter((other) => other <= tag) : [tag]) outstanding.delete(each);
    },
  };
}

describe('acknowledgements', () => {
  test('name exactly the deliveries that are done, in whatever order they are, and each once', () => {
    const orders = fc.integer({ min: 1, max: 30 }).chain((count) =>
      fc.record({
        order: fc.shuffledSubarray(Array.from({ length: count }, (_, index) => index + 1)),
        flushes: fc.array(fc.constantFrom('no', 'some', 'all'), { minLength: count, maxLength: count }),
        scattered: fc.integer({ min: 1, max: 10 }),
      }),
    );
    fc.assert(
      fc.property(orders, ({ order, flushes, scattered }) => {
        const channel = createChannel(flushes.length);
        const window = createAckWindow(channel.ack, scattered);
        const done = new Set<number>();
        for (const [index, tag] of order.entries()) {
          window.done(tag);
          done.add(tag);
          if (flushes[index] !== 'no') window.flush(flushes[index] === 'all');
          const acknowledged = flushes.map((_, at) => at + 1).filter((each) => !channel.outstanding.has(each));
          expect(acknowledged.every((each) => done.has(each))).toBe(true);
        }
        window.flush(true);
        expect([...channel.outstanding]).toEqual(flushes.map((_, at) => at + 1).filter((each) => !done.has(each)));
      }),
    );
  });

  test('are one for all when nothing is missing among them', () => {
    const channel = createChannel(500);
    const window = createAckWindow(channel.ack, 100);
    for (let tag = 500; tag > 0; tag -= 1) window.done(tag);
    window.flush();
    expect([channel.frames(), channel.outstanding.size]).toEqual([1, 0]);
  });

  test('do not wait for ever behind one delivery that takes long', () => {
    const channel = createChannel(10);
    const window = createAckWindow(channel.ack, 5);
    for (let tag = 2; tag <= 5; tag += 1) window.done(tag);
    window.flush();
    expect(channel.outstanding.size).toBe(10);
    window.done(6);
    window.flush();
    expect([...channel.outstanding]).toEqual([1, 7, 8, 9, 10]);
  });
});
