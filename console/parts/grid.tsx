import type { CSSProperties } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** null is SQL's NULL. */
export type Cell = string | null;
export type GridColumn = { readonly name: string /** As Athena calls it. */; readonly type?: string };

export type GridProps = {
  /** What the rows are, for who hears the page. */
  readonly label: string;
  readonly columns: readonly GridColumn[];
  readonly count: number;
  /** Asked for rows that are in view alone; undefined while one is still being read. */
  readonly rowAt: (index: number) => readonly Cell[] | undefined;
  /** CSS pixels. */
  readonly height?: number;
};

const rowHeight = 25;
const beyond = 8;
/** Browsers place nothing further down than some tens of millions of pixels (Firefox 17.8, Chromium 33.5). */
const mostHeight = 12_000_000;
const letter = 8.2;

/** Rows of which only those in view are in the page, so that a million scroll as ten do. */
export function Grid({ label, columns, count, rowAt, height = 420 }: GridProps) {
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  useEffect(() => {
    box.current?.scrollTo({ top: 0 });
    setTop(0);
  }, [columns]);
  const whole = count * rowHeight;
  const drawn = Math.min(whole, mostHeight);
  const shown = Math.ceil(height / rowHeight) + 2 * beyond;
  const room = Math.max(drawn - height + rowHeight, 1);
  const first = firstRow({ part: Math.min(top / room, 1), top, whole, height, isScaled: drawn < whole });
  const indices = Array.from({ length: Math.max(0, Math.min(shown, count - first)) }, (_, at) => first + at);
  const offset = drawn < whole ? Math.max(0, top - beyond * rowHeight) : first * rowHeight;
  const widths = useWidths(columns, count, rowAt);
  return (
    <div
      class="grid"
      role="table"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={count + 1}
      aria-colcount={columns.length}
      ref={box}
      style={{ maxHeight: `${height}px` }}
      onScroll={({ currentTarget }) => setTop(currentTarget.scrollTop)}
    >
      <div class="head" role="rowgroup">
        <div role="row" aria-rowindex={1}>
          {columns.map(({ name, type }, at) => (
            <span
              key={name + String(at)}
              role="columnheader"
              title={type}
              class={classOf(type)}
              style={widthOf(widths, at)}
            >
              {name}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" style={{ height: `${drawn}px`, position: 'relative' }}>
        <div style={{ position: 'absolute', top: `${offset}px`, minWidth: '100%' }}>
          {indices.map((index) => (
            <div key={index} role="row" aria-rowindex={index + 2}>
              {columns.map(({ name, type }, at) =>
                cellOf(rowAt(index)?.[at], { key: name + String(at), type, style: widthOf(widths, at) }),
              )}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

type Scrolled = {
  readonly part: number;
  readonly top: number;
  readonly whole: number;
  readonly height: number;
  readonly isScaled: boolean;
};

/** Of rows that would be higher than a browser can scroll, the bar says which part of them is seen. */
function firstRow({ part, top, whole, height, isScaled }: Scrolled): number {
  const at = isScaled ? part * (whole - height + rowHeight) : top;
  return Math.max(0, Math.floor(at / rowHeight) - beyond);
}

type CellLook = { readonly key: string; readonly type: string | undefined; readonly style: CSSProperties };

function cellOf(cell: Cell | undefined, { key, type, style }: CellLook) {
  const name = cell === null ? 'null' : classOf(type);
  const text = cell === undefined ? '…' : (cell ?? 'NULL');
  return (
    <span key={key} role="cell" class={name} style={style} title={text.length > 24 ? text.slice(0, 2000) : undefined}>
      {text.length > 500 ? `${text.slice(0, 500)}…` : text}
    </span>
  );
}

const numbers = /^(tinyint|smallint|int|integer|bigint|float|real|double|decimal)/i;

function classOf(type: string | undefined): string | undefined {
  return type !== undefined && numbers.test(type) ? 'number' : undefined;
}

/** As wide as the first rows need. */
function useWidths(columns: readonly GridColumn[], count: number, rowAt: GridProps['rowAt']): readonly number[] {
  const known = useRef<{
    readonly of: readonly GridColumn[];
    readonly rows: number;
    readonly widths: readonly number[];
  }>(null);
  const rows = Math.min(count, 20);
  if (known.current?.of !== columns || known.current.rows < rows) {
    const first = Array.from({ length: rows }, (_, at) => rowAt(at));
    const lengths = columns.map(({ name }, at) =>
      Math.max(name.length, ...first.map((row) => (row?.[at] ?? '').length)),
    );
    const widths = lengths.map((length) => Math.round(Math.min(Math.max(length, 4), 42) * letter) + 18);
    known.current = { of: columns, rows, widths };
  }
  return known.current.widths;
}

function widthOf(widths: readonly number[], at: number): CSSProperties {
  return { width: `${widths[at] ?? 120}px` };
}
