import type { Dashboard } from '@tributary/query/dashboards/core/model.ts';
import { mostValues, valuesSql } from '@tributary/query/dashboards/core/values-sql.ts';
import { useState } from 'preact/hooks';
import { Answer } from '../parts/asked.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { answers } from './athena-answers.ts';

type Select = Extract<Dashboard['parameters'][string], { type: 'select' }>;

type Props = {
  readonly parameter: Select;
  readonly chosen: readonly string[];
  readonly database: string;
  readonly onChoose: (values: readonly string[]) => void;
};

/** The values that can be chosen, of the file, or of a column as Athena has it now. */
export function ValuesPane({ parameter, chosen, database, onChoose }: Props) {
  const asked = useAsked((signal) => valuesOf(parameter, database, signal), [parameter, database]);
  return (
    <Answer of={asked} what="The values">
      {(values) => <Values parameter={parameter} chosen={chosen} values={values} onChoose={onChoose} />}
    </Answer>
  );
}

async function valuesOf({ from, values = [] }: Select, database: string, signal: AbortSignal) {
  if (from === undefined) return values;
  const { rows } = await answers.ask(valuesSql(from, database), signal);
  return rows.flatMap(([value]) => value ?? []);
}

const mostShown = 100;

type ValuesProps = Omit<Props, 'database'> & { readonly values: readonly string[] };

function Values({ parameter: { label, multiple }, chosen, values, onChoose }: ValuesProps) {
  const [picked, setPicked] = useState(chosen);
  const [word, setWord] = useState('');
  // What a link has chosen may not be there any more.
  const all = [...new Set([...chosen, ...values])];
  const found = all.filter((each) => each.toLowerCase().includes(word.trim().toLowerCase()));
  const pick = (value: string, isPicked: boolean) => {
    const others = multiple ? picked.filter((each) => each !== value) : [];
    setPicked(isPicked ? [...others, value] : others);
  };
  return (
    <form
      class="values"
      onSubmit={(event) => {
        event.preventDefault();
        onChoose(picked);
      }}
    >
      <input
        type="search"
        aria-label={`Search ${label}`}
        placeholder="Search"
        value={word}
        onInput={({ currentTarget }) => setWord(currentTarget.value)}
      />
      <fieldset class="values-list">
        <legend class="unseen">{label}</legend>
        {found.slice(0, mostShown).map((value) => (
          <label key={value}>
            <input
              type={multiple ? 'checkbox' : 'radio'}
              name="value"
              checked={picked.includes(value)}
              onChange={({ currentTarget }) => pick(value, currentTarget.checked)}
            />
            <span>{value}</span>
          </label>
        ))}
        <Rest found={found.length} known={values.length} />
      </fieldset>
      <div class="bar">
        <button type="submit" class="main">
          Apply
        </button>
        <button type="button" onClick={() => onChoose([])}>
          All
        </button>
        <span class="quiet" aria-live="polite">
          {picked.length === 0 ? 'All are shown' : `${picked.length} chosen`}
        </span>
      </div>
    </form>
  );
}

function Rest({ found, known }: { readonly found: number; readonly known: number }) {
  if (known === 0) return <p class="quiet">There are no values yet.</p>;
  if (found === 0) return <p class="quiet">None has that in it.</p>;
  const isCut = known >= mostValues;
  return found > mostShown || isCut ? (
    <p class="quiet">
      {found > mostShown ? `${found - mostShown} more: search for them. ` : ''}
      {isCut ? `The first ${mostValues.toLocaleString('en')} are known here.` : ''}
    </p>
  ) : null;
}
