import type { ObjectPlace } from '../aws/s3.ts';
import { Grid } from '../parts/grid.tsx';
import { Nothing } from '../parts/notice.tsx';
import type { Look } from './look.ts';
import { lookAs } from './look-controls.tsx';
import { Record } from './record.tsx';
import type { Sheet } from './sheet.ts';

type Props = { readonly place: ObjectPlace; readonly look: Look; readonly sheet: Sheet; readonly label: string };

/** Rows of an object, and of one of them all that is in it. */
export function SheetGrid({ place, look, sheet, label }: Props) {
  const { columns, rows, notes } = sheet;
  const chosen = look.row === undefined ? undefined : rows[look.row];
  return (
    <>
      {notes.map((note) => (
        <p key={note} class="notice">
          {note}
        </p>
      ))}
      {rows.length === 0 ? (
        <Nothing>There is no row in it.</Nothing>
      ) : (
        <>
          <p class="quiet">
            {rows.length.toLocaleString('en-GB')} {rows.length === 1 ? 'row' : 'rows'}. Enter or a double click shows
            one whole.
          </p>
          <Grid
            label={label}
            columns={columns}
            count={rows.length}
            rowAt={(at) => rows[at]}
            onOpen={({ row }) => lookAs(place, { ...look, row })}
          />
        </>
      )}
      {chosen !== undefined && look.row !== undefined && (
        <Record columns={columns} row={chosen} at={look.row} close={() => lookAs(place, { ...look, row: undefined })} />
      )}
    </>
  );
}
