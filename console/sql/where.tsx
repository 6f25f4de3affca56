import { listWorkGroups } from '../aws/athena-history.ts';
import type { Lake } from '../lake/names.ts';
import { useAsked } from '../parts/use-asked.ts';
import type { Knowledge } from './editor/complete.ts';

type Chosen = { readonly database: string; readonly workGroup: string };

type Props = {
  readonly names: Lake['names'];
  readonly knowledge: Knowledge;
  readonly chosen: Chosen;
  readonly onChange: (chosen: Partial<Chosen>) => void;
};

/** In which database names are looked for, and on whose account. */
export function Where({ names, knowledge, chosen, onChange }: Props) {
  const groups = useAsked(listWorkGroups, []);
  const own = [names.workGroup, names.analystsWorkGroup].filter((name) => groups.value?.includes(name));
  return (
    <div class="bar">
      <Choice
        label="Database"
        value={chosen.database}
        of={[...knowledge.databases.keys()].toSorted()}
        onChange={(database) => onChange({ database })}
      />
      <Choice label="Work group" value={chosen.workGroup} of={own} onChange={(workGroup) => onChange({ workGroup })} />
    </div>
  );
}

type ChoiceProps = {
  readonly label: string;
  readonly value: string;
  readonly of: readonly string[];
  readonly onChange: (value: string) => void;
};

/** What is chosen stands there, too, while the others are asked for. */
function Choice({ label, value, of, onChange }: ChoiceProps) {
  const all = of.includes(value) ? of : [value, ...of];
  return (
    <label class="choice">
      <span>{label}</span>
      <select value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {all.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    </label>
  );
}
