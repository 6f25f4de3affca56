import { lastDays } from '@tributary/query/dashboards/core/choices.ts';
import { useState } from 'preact/hooks';
import { presetsOf } from './presets.ts';

type Days = { readonly from?: string; readonly to?: string };

type Props = {
  readonly days: Days;
  /** The days that the file shows where nobody chooses. */
  readonly usual: number | undefined;
  readonly today: Date;
  readonly onChoose: (days: Days) => void;
};

/** Days from and to, both included, or some that people often choose. */
export function DaysPane({ days, usual, today, onChoose }: Props) {
  const [from, setFrom] = useState(days.from ?? '');
  const [to, setTo] = useState(days.to ?? '');
  const isWrong = from !== '' && to !== '' && from > to;
  const presets = presetsOf(today);
  const own =
    usual === undefined ? [] : [{ label: `As the file has it: last ${usual} days`, days: lastDays(usual, today) }];
  return (
    <form
      class="days"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isWrong) onChoose({ ...(from === '' ? {} : { from }), ...(to === '' ? {} : { to }) });
      }}
    >
      <ul class="choices">
        {[...own, ...presets].map((preset) => (
          <li key={preset.label}>
            <button type="button" onClick={() => onChoose(preset.days)}>
              {preset.label}
            </button>
          </li>
        ))}
      </ul>
      <label>
        From <input type="date" value={from} onInput={({ currentTarget }) => setFrom(currentTarget.value)} />
      </label>
      <label>
        To <input type="date" value={to} onInput={({ currentTarget }) => setTo(currentTarget.value)} />
      </label>
      {isWrong && (
        <p class="notice failure" role="alert">
          {to} is before {from}.
        </p>
      )}
      <p class="quiet">Days are those of UTC.</p>
      <button type="submit" class="main" disabled={isWrong}>
        Apply
      </button>
    </form>
  );
}
