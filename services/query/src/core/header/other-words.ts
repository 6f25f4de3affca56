import { refused } from './strict.ts';

const inHeader = 'write its words in the header itself, not within it';
const ofFile = 'the name is the file’s: leave it out';
const ofStage = 'where it lies is the stage’s: leave it out';
const ofReaders = 'nobody reads it here: leave it out, or say it in description, owner or tags';
const ofStorage = 'how it is stored is the lake’s: leave it out';

/** Words of former times, and of dbt's that mean nothing here or something else, with what to do instead. */
export const otherWords = {
  table: refused(ofFile),
  view: refused('the name is the file’s: write `materialized: view`'),
  name: refused(ofFile),
  alias: refused(ofFile),
  materialisation: refused('write `materialized`'),
  materialization: refused('write `materialized`'),
  time: refused('write `event_time`'),
  partition_column: refused('write `partitioned_by`'),
  partition_by: refused('write `partitioned_by`'),
  key: refused('write `unique_key`'),
  reads: refused('what is read is taken from the SELECT: leave it out, or write `after` to override it'),
  depends_on: refused('what is read is taken from the SELECT: leave it out, or write `after` to override it'),
  config: refused(inHeader),
  models: refused('each model is a file of its own, and what is said of it stands in its header'),
  version: refused('a header has no version: leave it out'),
  batch_size: refused('write `partitioned_by: {column: …, granularity: hour}`, or day, or month'),
  begin: refused('write `fill`: what is there already is computed by itself'),
  full_refresh: refused('write `on_change`, or run `npx lake backfill`'),
  on_schema_change: refused(
    'new columns are added by themselves; `on_change` says what becomes of rows that are there',
  ),
  schema: refused(ofStage),
  database: refused(ofStage),
  catalog: refused(ofStage),
  s3_data_location: refused(ofStage),
  meta: refused(ofReaders),
  docs: refused(ofReaders),
  group: refused(ofReaders),
  access: refused(ofReaders),
  table_type: refused(ofStorage),
  format: refused(ofStorage),
  file_format: refused(ofStorage),
  write_compression: refused(ofStorage),
  table_properties: refused(ofStorage),
  bucketed_by: refused(ofStorage),
  bucket_count: refused(ofStorage),
  cluster_by: refused(ofStorage),
  sort: refused(ofStorage),
  enabled: refused('a dataset that is there is computed: remove the file, or write `schedule`'),
  pre_hook: refused('a dataset is its SELECT, and nothing runs beside it'),
  post_hook: refused('a dataset is its SELECT, and nothing runs beside it'),
  grants: refused('who may read is said by Lake Formation; columns that not everybody sees are `sensitive`'),
  contract: refused('`columns` are always enforced: leave it out'),
  constraints: refused('write `data_tests`'),
};
