import * as z from 'zod';
import { egress } from '../../../egress/core/egress.ts';
import { seconds } from '../duration.ts';
import { tableName } from '../table-name.ts';
import { columns } from './columns.ts';
import { tableTests } from './data-tests.ts';
import { otherWords } from './other-words.ts';
import { partitionedBy } from './partition.ts';
import { schedule } from './schedule.ts';
import { name, oneOrMore, strict } from './strict.ts';

/** What the first comment of a file of `datasets/` or `views/` may say, in dbt's words; docs/datasets.md has them for people. */
const words = {
  description: z.string('say in a line what a row is').min(1, 'say in a line what a row is'),
  owner: z.string().min(1).optional(),
  tags: oneOrMore(z.string().min(1)).optional(),
  materialized: z.enum(['view', 'table', 'incremental'], 'view, table or incremental is expected').optional(),
  incremental_strategy: z.enum(['insert_overwrite', 'merge'], 'insert_overwrite or merge is expected').optional(),
  unique_key: oneOrMore(name).optional(),
  partitioned_by: partitionedBy.optional(),
  event_time: name.optional(),
  lookback: z.int('a number of partitions is expected').min(0).max(400, '400 at most').optional(),
  every: seconds.optional(),
  schedule: schedule.optional(),
  after: oneOrMore(tableName).optional(),
  on_change: z.enum(['rebuild', 'keep'], 'rebuild or keep is expected').optional(),
  fill: z.enum(['newest', 'oldest', 'none'], 'newest, oldest or none is expected').optional(),
  columns: columns.optional(),
  data_tests: tableTests.optional(),
  tests: tableTests.optional(),
  egress: egress.optional(),
};

/** Words that a header may say. */
export const headerWords: readonly string[] = Object.keys(words);

export const header = strict({ ...words, ...otherWords });
export type Header = z.infer<typeof header>;
