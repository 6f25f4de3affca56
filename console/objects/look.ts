import { type ShownAs, shownAs } from './readers/content.ts';

/** How an object is looked at; all of it stands in the address. */
export type Look = {
  readonly as: ShownAs | undefined;
  /** Whether the first row of a CSV names the columns; undefined: as it looks. */
  readonly header: boolean | undefined;
  /** A gzip member, from 0. */
  readonly member: number | undefined;
  /** A row that is shown whole, from 0. */
  readonly row: number | undefined;
  /** Of Parquet: the columns that are read. */
  readonly columns: readonly string[] | undefined;
};

export function readLook(query: URLSearchParams): Look {
  const as = query.get('as');
  const header = query.get('header');
  return {
    as: shownAs.find((each) => each === as),
    header: header === 'yes' ? true : header === 'no' ? false : undefined,
    member: placeIn(query.get('member')),
    row: placeIn(query.get('row')),
    columns: query.has('column') ? query.getAll('column') : undefined,
  };
}

/** Numbers count from 1 in the address, as they do on the page. */
function placeIn(text: string | null): number | undefined {
  return text !== null && /^[1-9]\d{0,8}$/.test(text) ? Number(text) - 1 : undefined;
}

export function writeLook({ as, header, member, row, columns }: Look): readonly (readonly [string, string])[] {
  return [
    ...(as === undefined ? [] : [['as', as] as const]),
    ...(header === undefined ? [] : [['header', header ? 'yes' : 'no'] as const]),
    ...(member === undefined ? [] : [['member', String(member + 1)] as const]),
    ...(row === undefined ? [] : [['row', String(row + 1)] as const]),
    ...(columns ?? []).map((column) => ['column', column] as const),
  ];
}
