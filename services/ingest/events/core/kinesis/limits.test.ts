import { expect, test } from 'vitest';
import { createLanes, type StreamLine } from './lanes.ts';
import { streamLimits } from './limits.ts';

test('joins no more lines into a record than Firehose takes apart', () => {
  const lanes = createLanes<StreamLine>(streamLimits, () => true);
  for (let count = 0; count < 1_201; count += 1) lanes.add({ partitionKey: 'order/1', text: '{}\n', bytes: 3 });
  const sizes: number[] = [];
  for (let [record] = lanes.take(); record !== undefined; [record] = lanes.take()) {
    sizes.push(record.lines.length);
    lanes.stored(record);
  }
  expect(sizes).toEqual([500, 500, 201]);
});
