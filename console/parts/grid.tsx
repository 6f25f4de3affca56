import type { CSSProperties } from 'preact';
import { useRef } from 'preact/hooks';
import type { CellPlace } from './grid-keys.ts';
import { rowHeight } from './grid-scroll.ts';
import { useChosenCell } from './use-chosen-cell.ts';
import { useGridPlace } from './use-grid-place.ts';

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
  /** With it cells are chosen, by arrows or a click, copied by Ctrl+C, and opened by Enter or a double click. */
  readonly onOpen?: (cell: CellPlace) => void;
};

const beyond = 8;
/** CSS pixels. */
const letter = 8.2;
const mostLetters = 42;

/** Rows of which only those in view are in the page, so that a million scroll as ten do. */
export function Grid({ label, columns, count, rowAt, height = 420, onOpen }: GridProps) {
  const box = useRef<HTMLDivElement>(null);
  const { place, extent, onScroll, see } = useGridPlace(box, { count, height, of: columns });
  const { chosen, setChosen, onKeyDown } = useChosenCell({
    columns,
    count,
    page: pageOf(extent.view),
    see,
    textOf: ({ row, column }) => rowAt(row)?.[column] ?? '',
    open: onOpen,
  });
  const first = Math.max(0, Math.floor(place.at / rowHeight) - beyond);
  const shown = Math.ceil(height / rowHeight) + 2 * beyond;
  const indices = Array.from({ length: Math.max(0, Math.min(shown, count - first)) }, (_, at) => first + at);
  const widths = useWidths(columns, indices.map(rowAt));
  const isChosenSeen = chosen !== undefined && chosen.row >= first && chosen.row < first + shown;
  return (
    <div
      class="grid"
      role={onOpen === undefined ? 'table' : 'grid'}
      tabIndex={0}
      aria-label={label}
      aria-rowcount={count + 1}
      aria-colcount={columns.length}
      aria-activedescendant={isChosenSeen ? idOf(label, chosen) : undefined}
      ref={box}
      style={{ maxHeight: `${height}px` }}
      onScroll={onScroll}
      onKeyDown={onOpen && onKeyDown}
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
      <div class="rows" role="rowgroup" style={{ height: `${extent.drawn - rowHeight}px` }}>
        <div style={{ top: `${place.top - place.at + first * rowHeight}px` }}>
          {indices.map((row) => (
            <div key={row} role="row" aria-rowindex={row + 2}>
              {columns.map((column, at) => {
                const isChosen = chosen?.row === row && chosen.column === at;
                const cell = { row, column: at };
                const choice = onOpen && {
                  id: idOf(label, cell),
                  isChosen,
                  choose: () => setChosen(cell),
                  open: () => onOpen(cell),
                };
                return (
                  <GridCell
                    key={column.name + String(at)}
                    cell={rowAt(row)?.[at]}
                    type={column.type}
                    style={widthOf(widths, at)}
                    choice={choice}
                  />
                );
              })}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

/** Whole rows below the head. */
function pageOf(view: number): number {
  return Math.max(1, Math.floor(view / rowHeight) - 1);
}

function idOf(label: string, { row, column }: CellPlace): string {
  return `${label.replace(/\W+/g, '-')}-${row}-${column}`;
}

type GridCellProps = {
  readonly cell: Cell | undefined;
  readonly type: string | undefined;
  readonly style: CSSProperties;
  readonly choice:
    | { readonly id: string; readonly isChosen: boolean; readonly choose: () => void; readonly open: () => void }
    | undefined;
};

function GridCell({ cell, type, style, choice }: GridCellProps) {
  const text = cell === undefined ? '…' : (cell ?? 'NULL');
  const look = {
    class: cell === null ? 'null' : classOf(type),
    style,
    title: text.length > 24 ? text.slice(0, 2000) : undefined,
  };
  const shown = text.length > 500 ? `${text.slice(0, 500)}…` : text;
  if (choice === undefined)
    return (
      <span role="cell" {...look}>
        {shown}
      </span>
    );
  return (
    <span
      role="gridcell"
      id={choice.id}
      aria-selected={choice.isChosen}
      onMouseDown={choice.choose}
      onDblClick={choice.open}
      {...look}
    >
      {shown}
    </span>
  );
}

const numbers = /^(tinyint|smallint|int|integer|bigint|float|real|double|decimal)/i;

function classOf(type: string | undefined): string | undefined {
  return type !== undefined && numbers.test(type) ? 'number' : undefined;
}

/** As wide as the rows need that were seen so far: a column grows, and does not shrink. */
function useWidths(columns: readonly GridColumn[], rows: readonly (readonly Cell[] | undefined)[]): readonly number[] {
  const known = useRef<{ readonly of: readonly GridColumn[]; readonly letters: readonly number[] }>(null);
  const before = known.current?.of === columns ? known.current.letters : [];
  const letters = columns.map(({ name }, at) =>
    Math.max(before[at] ?? 4, name.length, ...rows.map((row) => (row?.[at] ?? 'NULL').length)),
  );
  known.current = { of: columns, letters };
  return letters.map((most) => Math.round(Math.min(most, mostLetters) * letter) + 18);
}

function widthOf(widths: readonly number[], at: number): CSSProperties {
  return { width: `${widths[at] ?? 120}px` };
}
