import type { Grid as Table } from '@tributary/query/dashboards/drawing/grid.ts';
import { useState } from 'preact/hooks';
import { Grid } from './grid.tsx';
import { Scrolled } from './scrolled.tsx';

type Props = {
  /** What the numbers are of. */
  readonly label: string;
  readonly grid: Table;
};

/** The numbers of a chart, made when they are opened. */
export function Numbers(props: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="numbers" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Numbers</summary>
      {isOpen && <NumberTable {...props} />}
    </details>
  );
}

/** More rows than that are scrolled as a grid. */
const mostRows = 300;

/** A table of texts, scrolled within its place. */
export function NumberTable({ label, grid: { head, numbers, rows } }: Props) {
  if (rows.length > mostRows) {
    const columns = head.map((name, at) => ({ name, type: numbers[at] === true ? 'double' : 'varchar' }));
    return <Grid label={label} columns={columns} count={rows.length} rowAt={(at) => rows[at]} height={360} />;
  }
  const named = (at: number) => (numbers[at] === true ? 'number' : undefined);
  return (
    <Scrolled class="number-table" label={label}>
      <table>
        <thead>
          <tr>
            {head.map((name, at) => (
              <th key={`${at} ${name}`} scope="col" class={named(at)}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={`${index}`}>
              {row.map((text, at) => (
                <td key={`${at} ${text}`} class={named(at)}>
                  {text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
  );
}
