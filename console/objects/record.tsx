import type { Cell, GridColumn } from '../parts/grid.tsx';

type Props = {
  readonly columns: readonly GridColumn[];
  readonly row: readonly Cell[];
  /** From 0. */
  readonly at: number;
  readonly close: () => void;
};

const mostLetters = 100_000;

/** One row, a line for each column. */
export function Record({ columns, row, at, close }: Props) {
  return (
    <section class="record" aria-labelledby="record">
      <div class="bar">
        <h3 id="record">Row {(at + 1).toLocaleString('en-GB')}</h3>
        <button type="button" onClick={close}>
          Close
        </button>
      </div>
      <div class="scroll">
        <table>
          <tbody>
            {columns.map(({ name }, column) => (
              <tr key={name + String(column)}>
                <th scope="row">{name}</th>
                <td>{textOf(row[column])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function textOf(cell: Cell | undefined) {
  if (cell === null || cell === undefined) return <em class="quiet">NULL</em>;
  return cell.length > mostLetters
    ? `${cell.slice(0, mostLetters)}… (${cell.length.toLocaleString('en-GB')} characters)`
    : cell;
}
