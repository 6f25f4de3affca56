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
        stepMs: fc.integer({ min: 0, max: 1500 }),
      }),
    );
    fc.assert(
      fc.property(orders, ({ order, flushes, stepMs }) => {
        const channel = createChannel(flushes.length);
        const window = createAckWindow(channel.ack);
        const done = new Set<number>();
        for (const [index, tag] of order.entries()) {
          window.done(tag);
          done.add(tag);
          if (flushes[index] !== 'no') window.flush(index * stepMs, flushes[index] === 'all');
          const acknowledged = flushes.map((_, at) => at + 1).filter((each) => !channel.outstanding.has(each));
          expect(acknowledged.every((each) => done.has(each))).toBe(true);
        }
        window.flush(0, true);
        expect([...channel.outstanding]).toEqual(flushes.map((_, at) => at + 1).filter((each) => !done.has(each)));
      }),
    );
  });

  test('are one for all when nothing is missing among them', () => {
    const channel = createChannel(500);
    const window = createAckWindow(channel.ack);
    for (let tag = 500; tag > 0; tag -= 1) window.done(tag);
    window.flush(0);
    expect([channel.frames(), channel.outstanding.size]).toEqual([1, 0]);
  });

  test('wait for a delivery that takes a moment, and not for ever', () => {
    const channel = createChannel(6);
    const window = createAckWindow(channel.ack);
    window.flush(5000);
    for (let tag = 2; tag <= 5; tag += 1) window.done(tag);
    window.flush(5999);
    expect(channel.outstanding.size).toBe(6);
    window.flush(6000);
    expect([...channel.outstanding]).toEqual([1, 6]);
    window.done(1);
    window.flush(6001);
    expect([channel.frames(), [...channel.outstanding]]).toEqual([5, [6]]);
  });
});
