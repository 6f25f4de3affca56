import { choiceText, isTexts } from '@tributary/query/dashboards/core/choices.ts';
import type { Choice, Choices } from '@tributary/query/dashboards/core/conditions.ts';
import type { Dashboard } from '@tributary/query/dashboards/core/model.ts';
import { Popover } from '../parts/popover.tsx';
import { DaysPane } from './days-pane.tsx';
import { ValuesPane } from './values-pane.tsx';

type Parameter = Dashboard['parameters'][string];

type Props = {
  readonly parameters: Dashboard['parameters'];
  readonly choices: Choices;
  readonly database: string;
  readonly today: Date;
  readonly onChoose: (parameter: string, choice: Choice) => void;
};

/** A button for each parameter, which says what is chosen and opens what can be. */
export function Filters({ parameters, choices, onChoose, ...rest }: Props) {
  return Object.entries(parameters).map(([name, parameter]) => (
    <Popover key={name} class="filter" label={<Label parameter={parameter} choice={choices[name]} />}>
      {(close) => (
        <Pane
          {...rest}
          parameter={parameter}
          choice={choices[name]}
          onChoose={(choice) => {
            close();
            onChoose(name, choice);
          }}
        />
      )}
    </Popover>
  ));
}

type PaneProps = Pick<Props, 'database' | 'today'> & {
  readonly parameter: Parameter;
  readonly choice: Choice | undefined;
  readonly onChoose: (choice: Choice) => void;
};

function Pane({ parameter, choice = [], database, today, onChoose }: PaneProps) {
  if (parameter.type === 'select') {
    const chosen = isTexts(choice) ? choice : [];
    return <ValuesPane parameter={parameter} chosen={chosen} database={database} onChoose={onChoose} />;
  }
  const days = isTexts(choice) ? {} : choice;
  return <DaysPane days={days} usual={parameter.last_days} today={today} onChoose={onChoose} />;
}

const mostNamed = 3;

function Label({ parameter, choice }: { readonly parameter: Parameter; readonly choice: Choice | undefined }) {
  const many = choice !== undefined && isTexts(choice) && choice.length > mostNamed;
  return (
    <>
      <span class="quiet">{parameter.label}:</span> {many ? `${choice.length} chosen` : choiceText(choice)}
    </>
  );
}
