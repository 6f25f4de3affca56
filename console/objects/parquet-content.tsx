import { size } from '@tributary/shared/size.ts';
import { useMemo } from 'preact/hooks';
import type { ObjectHead, ObjectPlace } from '../aws/s3.ts';
import { Answer } from '../parts/asked.tsx';
import { Facts } from '../parts/facts.tsx';
import { Grid } from '../parts/grid.tsx';
import { Failure, Nothing } from '../parts/notice.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { ColumnsChoice } from './columns-choice.tsx';
import type { Look } from './look.ts';
import { lookAs } from './look-controls.tsx';
import { openParquet, type ParquetFile } from './parquet/file.ts';
import { rangesOf } from './ranges.ts';
import { Record } from './record.tsx';
import { useRowPages } from './use-row-pages.ts';

type Props = { readonly place: ObjectPlace; readonly head: ObjectHead; readonly look: Look };

/** Columns beyond this many bytes of a row group are read when they are chosen. */
const usualBytes = 16 * 1024 * 1024;

/** A Parquet file: its footer, and of its rows those that are looked at, by ranges of its bytes. */
export function ParquetContent({ place, head, look }: Props) {
  const asked = useAsked(
    (signal) => openParquet(rangesOf(place, head, signal)),
    [place.bucket, place.key, place.version, head.etag],
  );
  return (
    <Answer of={asked} what="The Parquet file">
      {(file) => <Rows file={file} place={place} head={head} look={look} />}
    </Answer>
  );
}

function Rows({ file, place, head, look }: Props & { readonly file: ParquetFile }) {
  const chosenNames = look.columns?.join('\n');
  // Other columns are another grid, which begins at its top.
  const columns = useMemo(() => {
    const shown = look.columns ?? file.columnsWithin(usualBytes);
    return file.columns.filter(({ name }) => shown.includes(name));
  }, [file, chosenNames]);
  const pages = useRowPages(file, columns);
  const chosen = look.row === undefined ? undefined : pages.rowAt(look.row);
  const left = file.columns.length - columns.length;
  return (
    <>
      <p>
        Parquet, {file.rows.toLocaleString('en-GB')} rows of {file.columns.length} columns in {file.groups} row{' '}
        {file.groups === 1 ? 'group' : 'groups'}.
      </p>
      <Facts
        facts={[
          ['Compressed by', file.codecs.join(', ')],
          ['Written by', file.createdBy],
          ['Columns that are not shown', left === 0 ? '' : `${left}: see below`],
        ]}
      />
      <ColumnsChoice
        all={file.columns}
        shown={columns.map(({ name }) => name)}
        choose={(names) => lookAs(place, { ...look, columns: names })}
      />
      {pages.error !== undefined && <Failure error={pages.error} what="Rows cannot be read." />}
      {file.rows === 0 ? (
        <Nothing>There is no row in it.</Nothing>
      ) : (
        <Grid
          label={`Rows of ${place.key}, ${size(head.bytes)}`}
          columns={columns}
          count={file.rows}
          rowAt={pages.rowAt}
          onOpen={({ row }) => lookAs(place, { ...look, row })}
        />
      )}
      {chosen !== undefined && look.row !== undefined && (
        <Record columns={columns} row={chosen} at={look.row} close={() => lookAs(place, { ...look, row: undefined })} />
      )}
    </>
  );
}
