import { useEffect, useState } from 'preact/hooks';
import { type CellPlace, cellAfter } from './grid-keys.ts';

type Choosing = {
  /** No cell is chosen when they are others. */
  readonly columns: readonly unknown[];
  readonly count: number;
  /** Rows that are seen at once. */
  readonly page: number;
  readonly see: (row: number) => void;
  readonly textOf: (cell: CellPlace) => string;
  readonly open: ((cell: CellPlace) => void) | undefined;
};

/** Which cell of a grid is chosen, and what keys do with it. */
export function useChosenCell({ columns, count, page, see, textOf, open }: Choosing) {
  const [chosen, setChosen] = useState<CellPlace>();
  useEffect(() => setChosen(undefined), [columns]);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = cellAfter(chosen ?? { row: -1, column: 0 }, event, { count, columns: columns.length, page });
    if (next !== undefined) {
      event.preventDefault();
      setChosen(next);
      see(next.row);
    } else if (chosen !== undefined && event.key === 'Enter') open?.(chosen);
    else if (chosen !== undefined && isCopy(event)) navigator.clipboard.writeText(textOf(chosen));
  };
  return { chosen, setChosen, onKeyDown };
}

/** Of text that is selected the browser makes a copy itself. */
function isCopy({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return key === 'c' && (ctrlKey || metaKey) && getSelection()?.isCollapsed !== false;
}
