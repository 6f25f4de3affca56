import { useId } from 'preact/hooks';

type Props = {
  readonly label: string;
  readonly name: string;
  /** `day` */
  readonly grain: string | null;
  readonly value?: string;
  readonly placeholder?: string;
  readonly isRequired?: boolean;
};

const examples: Readonly<Record<string, string>> = { hour: '2026-11-20T13', month: '2026-11' };

/** A day, an hour or a month (UTC), as a table is made by; of an hour or month also a day or hour in it may be written. */
export function PartitionInput({ label, name, grain, value = '', placeholder, isRequired = false }: Props) {
  const example = grain === null ? undefined : examples[grain];
  const id = useId();
  // What is being written stays, however often what is around it is told anew.
  const own = { id, name, defaultValue: value, required: isRequired };
  return (
    <span class="field">
      <label htmlFor={id}>{label}</label>{' '}
      {example === undefined ? (
        <input {...own} type="date" />
      ) : (
        <input {...own} type="text" placeholder={placeholder ?? example} />
      )}
    </span>
  );
}
