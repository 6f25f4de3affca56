import { useState } from 'preact/hooks';
import { CopyButton } from '../parts/copy-button.tsx';
import type { Written } from './editor/editor.tsx';
import { type Part, parameterCount, statementsOf } from './editor/statements.ts';
import { SaveDialog } from './save-dialog.tsx';
import { firstLine } from './tell.ts';
import type { Opened } from './use-opened.ts';
import type { Runner } from './use-run.ts';

type Props = {
  readonly run: Runner;
  readonly start: (before?: string) => Promise<void>;
  readonly written: Written;
  /** What would be run. */
  readonly part: Part | undefined;
  readonly parameters: readonly string[];
  readonly onParameters: (values: readonly string[]) => void;
  readonly saved: Opened;
  readonly where: { readonly database: string; readonly workGroup: string };
  readonly onSaved: (id: string) => void;
};

/** What one does with a text. */
export function Actions({ run, start, written, part, parameters, onParameters, saved, where, onSaved }: Props) {
  const [isSaving, setSaving] = useState(false);
  const isIdle = part !== undefined && !run.isRunning;
  const waiting = part === undefined ? 0 : parameterCount(part.sql);
  return (
    <>
      {waiting > 0 && <Parameters count={waiting} values={parameters} onChange={onParameters} />}
      <div class="bar">
        <button type="button" class="main" disabled={!isIdle} onClick={() => void start()}>
          Run
        </button>
        <button type="button" disabled={!run.isRunning} onClick={run.cancel}>
          Cancel
        </button>
        <button type="button" disabled={!isIdle || isExplain(part?.sql)} onClick={() => void start('EXPLAIN ')}>
          Explain
        </button>
        <button type="button" disabled={written.text.trim() === ''} onClick={() => setSaving(true)}>
          Save…
        </button>
        <CopyButton text={() => location.href}>Copy link</CopyButton>
        <WhichOne written={written} part={part} />
      </div>
      {isSaving && (
        <SaveDialog
          text={written.text}
          saved={saved.saved}
          where={where}
          onClose={() => setSaving(false)}
          onSaved={(id) => {
            setSaving(false);
            onSaved(id);
          }}
        />
      )}
    </>
  );
}

function isExplain(sql: string | undefined): boolean {
  return /^\s*explain\b/i.test(sql ?? '');
}

/** Athena takes one statement at a time: of several it is said which one is meant. */
function WhichOne({ written, part }: Pick<Props, 'written' | 'part'>) {
  const all = statementsOf(written.text);
  if (part === undefined || all.length < 2) return null;
  const at = all.findIndex(({ from }) => from === part.from);
  const which = written.from === written.to ? `statement ${at + 1} of ${all.length}` : 'what is selected';
  return (
    <span class="quiet" role="status">
      Runs {which}: <code>{firstLine(part.sql, 48)}</code>
    </span>
  );
}

type ParametersProps = {
  readonly count: number;
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
};

function Parameters({ count, values, onChange }: ParametersProps) {
  const all = Array.from({ length: count }, (_, at) => values[at] ?? '');
  return (
    <fieldset class="bar parameters">
      <legend>
        Values of <code>?</code>, as SQL writes them: <code>'text'</code>, <code>1</code>,{' '}
        <code>DATE '2026-11-20'</code>
      </legend>
      {all.map((value, at) => (
        <label key={at} class="choice">
          <span>{at + 1}</span>
          <input
            value={value}
            onInput={({ currentTarget }) =>
              onChange(all.map((each, place) => (place === at ? currentTarget.value : each)))
            }
          />
        </label>
      ))}
    </fieldset>
  );
}
