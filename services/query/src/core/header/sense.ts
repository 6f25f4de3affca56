import type { Header } from './header.ts';
import { typeOfGrain } from './partition.ts';
import type { Senseless } from './senseless.ts';
import type { Settled } from './settle.ts';
import { testMistakes } from './test-sense.ts';

/** The file's table, and what its header comes down to. */
type Subject = Settled & { readonly name: string };

export function senseless(header: Header, subject: Subject): readonly Senseless[] {
  if (subject.materialized === 'view') return ofView(header);
  const rules = subject.materialized === 'table' ? ofTable(header) : ofIncremental(header, subject);
  return [
    ...rules,
    ...ofColumns(header),
    ...ofKey(header, subject),
    ...ofRuns(header, subject),
    ...testMistakes(header),
  ];
}

type Word = keyof Header;

const given = (header: Header, words: readonly Word[], message: string): readonly Senseless[] =>
  words.filter((word) => header[word] !== undefined).map((word) => ({ path: [word], message }));

/** A view has no rows, so that nothing keeps them, runs, or is tested. */
function ofView(header: Header): readonly Senseless[] {
  const ofRows: readonly Word[] = [
    ...([
      'incremental_strategy',
      'unique_key',
      'partitioned_by',
      'event_time',
      'lookback',
      'every',
      'schedule',
    ] as const),
    ...(['after', 'on_change', 'fill', 'data_tests', 'tests', 'egress'] as const),
  ];
  const withTests = Object.entries(header.columns ?? {}).flatMap(([column, { data_tests, tests }]) => [
    ...(data_tests === undefined ? [] : [['columns', column, 'data_tests']]),
    ...(tests === undefined ? [] : [['columns', column, 'tests']]),
  ]);
  const message = 'a view has no rows of its own: leave it out, or write `materialized: table` or `incremental`';
  return [...given(header, ofRows, message), ...withTests.map((path) => ({ path, message }))];
}

function ofTable(header: Header): readonly Senseless[] {
  const message = 'a table is computed as a whole: leave it out, or write `materialized: incremental`';
  const words = ['incremental_strategy', 'unique_key', 'partitioned_by', 'event_time', 'lookback'] as const;
  const order = header.fill === 'newest' || header.fill === 'oldest' ? [{ path: ['fill'], message }] : [];
  return [...given(header, words, message), ...order];
}

function ofIncremental(header: Header, { strategy, partition }: Settled): readonly Senseless[] {
  const { partitioned_by: partitionedBy, unique_key: key, lookback, event_time: time } = header;
  const needed: readonly (readonly [boolean, Word, string])[] = [
    [
      strategy === 'insert_overwrite' && partition === undefined,
      'materialized',
      'needs partitioned_by: write it, or `incremental_strategy: merge`, or `materialized: table`',
    ],
    [
      strategy === 'merge' && key === undefined,
      'incremental_strategy',
      'merge needs unique_key, by which rows are told apart',
    ],
    [lookback !== undefined && partition === undefined, 'lookback', 'counts partitions: write partitioned_by'],
    [time !== undefined && partition === undefined, 'event_time', 'bounds partitions: write partitioned_by'],
  ];
  const missing = needed.filter(([is]) => is).map(([, word, message]) => ({ path: [word], message }));
  return [...missing, ...(partitionedBy === undefined ? [] : ofPartition(header, partition))];
}

function ofPartition({ columns = {} }: Header, partition: Settled['partition']): readonly Senseless[] {
  if (partition === undefined) return [];
  const { column, grain } = partition;
  const type = columns[column]?.type;
  if (type === undefined) return [{ path: ['partitioned_by'], message: `${column} must be in columns` }];
  if (type === typeOfGrain[grain]) return [];
  const message = `${column} is a ${type}, and partitions of an hour are by a timestamp, of a day or a month by a date`;
  return [{ path: ['partitioned_by'], message }];
}

function ofColumns({ columns, data_tests, tests }: Header): readonly Senseless[] {
  const twice = (path: readonly PropertyKey[]) => ({
    path,
    message: 'is `data_tests` by its other name: write one of them',
  });
  const own = data_tests !== undefined && tests !== undefined ? [twice(['tests'])] : [];
  if (columns === undefined)
    return [...own, { path: ['columns'], message: 'is missing: name the columns of the table, each with its type' }];
  const both = Object.entries(columns).filter(([, each]) => each.data_tests !== undefined && each.tests !== undefined);
  return [...own, ...both.map(([column]) => twice(['columns', column, 'tests']))];
}

function ofKey({ unique_key: key = [], columns = {} }: Header, { partition, strategy }: Settled): readonly Senseless[] {
  const unknown = key.flatMap((column, at) =>
    columns[column] === undefined ? [{ path: ['unique_key', at], message: `${column} must be in columns` }] : [],
  );
  const twice = key.flatMap((column, at) =>
    key.indexOf(column) === at ? [] : [{ path: ['unique_key', at], message: `${column} stands there twice` }],
  );
  const isWithout =
    strategy === 'merge' && key.length > 0 && partition !== undefined && !key.includes(partition.column);
  const message = `must contain ${partition?.column}, by which it is partitioned: else each run would read the whole table`;
  return [...unknown, ...twice, ...(isWithout ? [{ path: ['unique_key'], message }] : [])];
}

function ofRuns(header: Header, { name }: Subject): readonly Senseless[] {
  const itself = (header.after ?? []).flatMap(({ database, table }, at) =>
    database === 'lake' && table === name
      ? [{ path: ['after', at], message: 'a dataset cannot come after itself' }]
      : [],
  );
  const message = 'it runs by its schedule, and not when its tables change: leave out one of the two';
  return [...itself, ...(header.schedule === undefined ? [] : given(header, ['every'], message))];
}
