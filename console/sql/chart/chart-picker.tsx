import type { ResultColumn } from '../../aws/athena-result.ts';
import { type ChartType, chartTypes, isNumber, type Picks } from './picks.ts';

type Props = {
  readonly columns: readonly ResultColumn[];
  readonly picks: Picks;
  readonly onPicks: (picks: Picks) => void;
};

const typeNames: readonly ChartType[] = ['line', 'bar', 'scatter', 'donut', 'heat_map'];

/** Which columns are drawn, and how. */
export function ChartPicker({ columns, picks, onPicks }: Props) {
  const { type, x, series, y } = picks;
  const numbers = columns.flatMap((column, at) => (isNumber(column) ? [at] : []));
  const isOfMany = series === undefined && (type === 'line' || type === 'bar');
  return (
    <div class="bar">
      <label class="choice">
        <span>Chart</span>
        <select
          value={type}
          onChange={({ currentTarget }) =>
            onPicks({ ...picks, type: typeNames[currentTarget.selectedIndex] ?? 'line' })
          }
        >
          {typeNames.map((each) => (
            <option key={each} value={each}>
              {chartTypes[each]}
            </option>
          ))}
        </select>
      </label>
      <Column
        label={type === 'heat_map' ? 'Across' : 'X'}
        columns={columns}
        of={type === 'scatter' ? numbers : columns.map((_, at) => at)}
        value={x}
        onChange={(at) => at !== undefined && onPicks({ ...picks, x: at })}
      />
      {type !== 'donut' && (
        <Column
          label={type === 'heat_map' ? 'Down' : type === 'scatter' ? 'A point is' : 'One for each'}
          columns={columns}
          of={columns.map((_, at) => at)}
          value={series}
          none="nothing"
          onChange={(at) => onPicks({ ...picks, series: at })}
        />
      )}
      {isOfMany ? (
        <fieldset class="choice">
          <legend class="unseen">Y</legend>
          <span aria-hidden="true">Y</span>
          {numbers.map((at) => (
            <label key={at}>
              <input
                type="checkbox"
                checked={y.includes(at)}
                onChange={() => {
                  const next = y.includes(at) ? y.filter((each) => each !== at) : [...y, at].toSorted((a, b) => a - b);
                  if (next.length > 0) onPicks({ ...picks, y: next });
                }}
              />
              {columns[at]?.name}
            </label>
          ))}
        </fieldset>
      ) : (
        <Column
          label="Y"
          columns={columns}
          of={numbers}
          value={y[0]}
          onChange={(at) => at !== undefined && onPicks({ ...picks, y: [at] })}
        />
      )}
    </div>
  );
}

type ColumnProps = {
  readonly label: string;
  readonly columns: readonly ResultColumn[];
  /** Places of those that may be chosen. */
  readonly of: readonly number[];
  readonly value: number | undefined;
  /** Where none may be chosen: what that is called. */
  readonly none?: string;
  readonly onChange: (at: number | undefined) => void;
};

function Column({ label, columns, of, value, none, onChange }: ColumnProps) {
  return (
    <label class="choice">
      <span>{label}</span>
      <select
        value={value === undefined ? '' : String(value)}
        onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? undefined : Number(currentTarget.value))}
      >
        {none !== undefined && <option value="">{none}</option>}
        {of.map((at) => (
          <option key={at} value={String(at)}>
            {columns[at]?.name}
          </option>
        ))}
      </select>
    </label>
  );
}
