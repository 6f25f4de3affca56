import { useState } from 'preact/hooks';
import { type Saved, save, update } from '../aws/athena-saved.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Failure } from '../parts/notice.tsx';

type Props = {
  readonly text: string;
  /** The query that was opened. */
  readonly saved: Saved | undefined;
  readonly where: { readonly database: string; readonly workGroup: string };
  readonly onClose: () => void;
  readonly onSaved: (id: string) => void;
};

/** Keeps a text as one of Athena's named queries: a new one, or in place of that which was opened. */
export function SaveDialog({ text, saved, where, onClose, onSaved }: Props) {
  const [name, setName] = useState(saved?.Name ?? '');
  const [description, setDescription] = useState(saved?.Description ?? '');
  const [error, setError] = useState<Error>();
  const [isSaving, setSaving] = useState(false);
  const keep = async (keeping: () => Promise<string>) => {
    setSaving(true);
    try {
      onSaved(await keeping());
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)));
      setSaving(false);
    }
  };
  const asNew = () => keep(() => save({ name: name.trim(), description, sql: text, ...where }));
  const over = async ({ NamedQueryId }: Saved) => {
    await update(NamedQueryId, { name: name.trim(), description, sql: text });
    return NamedQueryId;
  };
  const isReady = name.trim() !== '' && !isSaving;
  return (
    <Dialog title="Save the statement" onClose={onClose}>
      <form
        class="fields"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady)
            keep(
              saved === undefined
                ? () => save({ name: name.trim(), description, sql: text, ...where })
                : () => over(saved),
            );
        }}
      >
        <label>
          Name
          <input value={name} maxLength={128} required onInput={({ currentTarget }) => setName(currentTarget.value)} />
        </label>
        <label>
          What it tells
          <input
            value={description}
            maxLength={1024}
            onInput={({ currentTarget }) => setDescription(currentTarget.value)}
          />
        </label>
        <p class="quiet">
          A named query of Athena, in the work group <code>{saved?.WorkGroup ?? where.workGroup}</code>: everybody there
          sees it.
        </p>
        {error !== undefined && <Failure error={error} what="It is not saved." />}
        <div class="bar">
          <button type="submit" class="main" disabled={!isReady}>
            {saved === undefined ? 'Save' : `Save over ${saved.Name}`}
          </button>
          {saved !== undefined && (
            <button type="button" disabled={!isReady} onClick={() => void asNew()}>
              Save as a new one
            </button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
