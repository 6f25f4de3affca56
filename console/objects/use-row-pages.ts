import { useMemo, useReducer, useRef } from 'preact/hooks';
import type { Cell, GridColumn } from '../parts/grid.tsx';
import type { ParquetFile } from './parquet/file.ts';

const perPage = 100;
const mostPages = 300;
const atOnce = 2;

type Pages = {
  readonly rows: Map<number, readonly (readonly Cell[])[]>;
  readonly asked: Set<number>;
  failed: Error | undefined;
};

/** Rows of a file that are read when they are looked at, a hundred at a time. */
export function useRowPages(file: ParquetFile, columns: readonly GridColumn[]) {
  const names = columns.map(({ name }) => name);
  const pages = useMemo(
    (): Pages => ({ rows: new Map(), asked: new Set(), failed: undefined }),
    [file, names.join('\n')],
  );
  const wanted = useRef(new Set<number>());
  const [, draw] = useReducer((times: number) => times + 1, 0);
  const readWanted = () => {
    const missing = [...wanted.current].filter((page) => !pages.asked.has(page));
    wanted.current.clear();
    if (pages.failed !== undefined) return;
    // Those that are too many now are wanted again once one has come.
    for (const page of missing.slice(0, atOnce - pages.asked.size))
      readPage(pages, { page, file, names }).then(() => draw(undefined));
  };
  return {
    error: pages.failed,
    rowAt(at: number): readonly Cell[] | undefined {
      const page = Math.floor(at / perPage);
      const rows = pages.rows.get(page);
      // The grid asks while it is drawn, also where it is drawn alone.
      if (rows === undefined && wanted.current.size === 0) queueMicrotask(readWanted);
      if (rows === undefined) wanted.current.add(page);
      return rows?.[at % perPage];
    },
  };
}

type Asked = { readonly page: number; readonly file: ParquetFile; readonly names: readonly string[] };

async function readPage(pages: Pages, { page, file, names }: Asked): Promise<void> {
  pages.asked.add(page);
  const from = page * perPage;
  try {
    pages.rows.set(page, await file.read({ from, to: Math.min(from + perPage, file.rows), columns: names }));
  } catch (error) {
    pages.failed = error instanceof Error ? error : new Error(String(error));
  } finally {
    pages.asked.delete(page);
  }
  const [oldest] = pages.rows.keys();
  if (pages.rows.size > mostPages && oldest !== undefined) pages.rows.delete(oldest);
}
