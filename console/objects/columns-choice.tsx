import type { GridColumn } from '../parts/grid.tsx';

type Props = {
  readonly all: readonly GridColumn[];
  readonly shown: readonly string[];
  readonly choose: (names: readonly string[]) => void;
};

/** Which columns are read, with their types. */
export function ColumnsChoice({ all, shown, choose }: Props) {
  const toggle = (name: string, isShown: boolean) =>
    choose(all.map((column) => column.name).filter((each) => (each === name ? isShown : shown.includes(each))));
  return (
    <details>
      <summary>
        {shown.length} of {all.length} columns are read
      </summary>
      <fieldset class="columns-choice">
        <legend>Columns</legend>
        {all.map(({ name, type }) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={shown.includes(name)}
              disabled={shown.length === 1 && shown.includes(name)}
              onChange={({ currentTarget }) => toggle(name, currentTarget.checked)}
            />{' '}
            {name} <span class="quiet">{type}</span>
          </label>
        ))}
      </fieldset>
    </details>
  );
}
