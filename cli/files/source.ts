import { filePlaceOf } from '@tributary/catalog/files/core/place.ts';

/** A folder of the raw bucket whose files are one table of the lake. */
export type Source = {
  /** `raw/files/shop/orders/` */
  readonly folder: string;
  readonly table: string;
};

/** The source that `shop/orders` names. */
export function sourceNamed(name: string, kind: 'files' | 'saas'): Source {
  const folder = `raw/${kind}/${name}/`;
  const table = tableOf(folder);
  if (table === undefined) throw new Error(`${folder} is the folder of no table`);
  return { folder, table };
}

const undeclared = { files: new Map(), events: new Map() };

/** The table that the files of a folder are. */
export function tableOf(folder: string): string | undefined {
  return filePlaceOf(`${folder}x`, undeclared)?.table;
}

/** By their names, Spark and Hadoop mark files as no data: `_SUCCESS`, `.part-0.crc`. */
export function isMarked(key: string): boolean {
  return filePlaceOf(key, undeclared) === undefined;
}
