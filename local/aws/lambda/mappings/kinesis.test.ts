import { describe, expect, test } from 'vitest';
import { admin } from '../../../kernel/caller.ts';
import { fromStart } from '../../kinesis/testing.ts';
import { mappingFixture, never, one, quiet, StreamName, two, until, valuesOf, zero } from './kinesis-for-tests.ts';
import { createMappings } from './mappings.ts';

const fixture = mappingFixture();

describe('where a mapping stands', () => {
  test('is kept when the process is killed: what was in the function’s hands comes again, nothing else', async () => {
    await fixture.stream.put(['1', '2', '3'], 'key');
    fixture.handler = (event) => (valuesOf(event).includes('2') ? never() : null);
    fixture.follow({ BatchSize: 1 });
    await until(() => fixture.events.length === 2);
    fixture.kill();
    fixture.handler = () => null;
    fixture.follow({ BatchSize: 1 });
    await until(() => fixture.events.length === 2);
    expect(fixture.seen()).toEqual([['2'], ['3']]);
  });

  test('is kept when it is stopped and started', async () => {
    await fixture.stream.put(['1'], 'key');
    const first = fixture.follow();
    await until(() => fixture.events.length === 1);
    await first.stop();
    await fixture.stream.put(['2'], 'key');
    fixture.follow();
    await until(() => fixture.events.length === 2);
    expect(fixture.seen()).toEqual([['1'], ['2']]);
  });

  test('begins with LATEST at its making, also when no record came before a restart', async () => {
    await fixture.stream.put(['before'], 'key');
    fixture.testing.pass(10);
    const createdAt = fixture.testing.cloud.clock.now();
    const first = fixture.follow({ StartingPosition: 'LATEST', createdAt });
    await quiet();
    await first.stop();
    await fixture.stream.put(['meanwhile'], 'key');
    fixture.follow({ StartingPosition: 'LATEST', createdAt });
    await until(() => fixture.events.length === 1);
    expect(fixture.seen()).toEqual([['meanwhile']]);
  });
});

describe('a change of the mapping', () => {
  test('waits for the batch in the function’s hands, and then goes on behind it', async () => {
    await fixture.stream.put(['1', '2', '3'], 'key');
    let release = () => {};
    fixture.handler = () => (fixture.events.length === 1 ? new Promise<void>((resolve) => (release = resolve)) : null);
    const mappings = createMappings(fixture.engine(), { streamRetryMs: 5 });
    fixture.alsoStop(mappings);
    fixture.mappingOf({ BatchSize: 1 });
    mappings.start();
    await until(() => fixture.events.length === 1);
    fixture.mappingOf({ BatchSize: 10 });
    for (let changes = 0; changes < 3; changes++) mappings.refresh('m');
    await quiet(300);
    expect(fixture.seen()).toEqual([['1']]);
    release();
    await until(() => fixture.events.length === 2);
    expect(fixture.seen()).toEqual([['1'], ['2', '3']]);
    fixture.mappingOf({ enabled: false });
    mappings.refresh('m');
    await fixture.stream.put(['4'], 'key');
    await quiet(400);
    expect(fixture.events).toHaveLength(2);
    fixture.mappingOf({});
    mappings.refresh('m');
    await until(() => fixture.events.length === 3);
    expect(fixture.seen()[2]).toEqual(['4']);
  });
});

describe('resharding', () => {
  test('children are read after their parents, in order of each key', async () => {
    await fixture.stream.put(['a1', 'a2', 'b1', 'b2'], 'a');
    await fixture.testing.cloud.call(admin, 'kinesis', 'SplitShard', {
      StreamName,
      ShardToSplit: zero,
      NewStartingHashKey: (1n << 127n).toString(),
    });
    await fixture.stream.put(['a3'], 'a');
    await fixture.stream.put(['c1'], 'b');
    fixture.handler = () => quiet(20);
    const first = fixture.follow({ BatchSize: 1 });
    await until(() => fixture.events.length === 6);
    expect(fixture.seen().slice(0, 4).flat()).toEqual(['a1', 'a2', 'b1', 'b2']);
    expect(fixture.seen().slice(4).flat().sort()).toEqual(['a3', 'c1']);
    await first.stop();
    await fixture.testing.cloud.call(admin, 'kinesis', 'MergeShards', {
      StreamName,
      ShardToMerge: one,
      AdjacentShardToMerge: two,
    });
    await fixture.stream.put(['a4'], 'a');
    fixture.follow({ BatchSize: 1 });
    await until(() => fixture.events.length === 7);
    expect(fixture.seen().at(-1)).toEqual(['a4']);
    expect((await fixture.stream.read('shardId-000000000003', fromStart)).values).toEqual(['a4']);
  });
});
