import type { ResultColumn } from '../../aws/athena-result.ts';

/** As it is typed. */
export type Wanted = {
  readonly name: string;
  readonly description: string;
  readonly materialized: 'table' | 'incremental' | 'view';
  /** A column's name; '' is none, as in those that follow. */
  readonly partitionedBy: string;
  readonly uniqueKey: string;
  readonly eventTime: string;
  readonly sql: string;
};

type Props = {
  readonly wanted: Wanted;
  readonly onChange: (wanted: Wanted) => void;
  readonly columns: readonly ResultColumn[];
};

const ways = {
  table: 'table: computed as a whole at each change',
  incremental: 'incremental: only the partitions that changed',
  view: 'view: computed by whoever reads it',
} as const;
const wayNames = ['table', 'incremental', 'view'] as const;

/** What a SELECT does not say of a dataset. */
export function DatasetFields({ wanted, onChange, columns }: Props) {
  const put = (name: keyof Wanted) => (value: string) => onChange({ ...wanted, [name]: value });
  return (
    <div class="fields">
      <Text label="Name" value={wanted.name} onInput={put('name')} placeholder="orders_per_day" />
      <Text label="What a row is" value={wanted.description} onInput={put('description')} />
      <label>
        Materialized
        <select
          value={wanted.materialized}
          onChange={({ currentTarget }) =>
            onChange({ ...wanted, materialized: wayNames[currentTarget.selectedIndex] ?? 'table' })
          }
        >
          {wayNames.map((way) => (
            <option key={way} value={way}>
              {ways[way]}
            </option>
          ))}
        </select>
      </label>
      {wanted.materialized === 'incremental' && (
        <>
          <label>
            Partitioned by
            <select
              value={wanted.partitionedBy}
              onChange={({ currentTarget }) => put('partitionedBy')(currentTarget.value)}
            >
              <option value="">nothing</option>
              {columns.map(({ name }) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <Text label="Unique key, columns with commas between" value={wanted.uniqueKey} onInput={put('uniqueKey')} />
          <Text
            label="Column of time of what is read (none of tables in folders)"
            value={wanted.eventTime}
            onInput={put('eventTime')}
          />
        </>
      )}
      <label>
        SELECT
        <textarea
          rows={6}
          spellcheck={false}
          value={wanted.sql}
          onInput={({ currentTarget }) => put('sql')(currentTarget.value)}
        />
      </label>
      {wanted.materialized === 'incremental' && (
        <p class="quiet">
          <code>{'WHERE {{days}}'}</code> bounds what is read to the partitions that are computed.
        </p>
      )}
    </div>
  );
}

type TextProps = {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly onInput: (value: string) => void;
};

function Text({ label, value, placeholder, onInput }: TextProps) {
  return (
    <label>
      {label}
      <input
        value={value}
        spellcheck={false}
        {...(placeholder === undefined ? {} : { placeholder })}
        onInput={({ currentTarget }) => onInput(currentTarget.value.trimStart())}
      />
    </label>
  );
}
