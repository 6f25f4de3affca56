import { useState } from 'preact/hooks';
import { remove, type Saved, savedOf } from '../aws/athena-saved.ts';
import { Answer } from '../parts/asked.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Failure, Nothing } from '../parts/notice.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { writeAddress } from './address.ts';
import { firstLine } from './tell.ts';

type Props = { readonly workGroup: string /** The one that is open. */; readonly now: string | undefined };

/** Athena's named queries of a work group. */
export function SavedQueries({ workGroup, now }: Props) {
  const asked = useAsked((signal) => savedOf(workGroup, signal), [workGroup]);
  const [leaving, setLeaving] = useState<Saved>();
  return (
    <section aria-label="Saved queries">
      <Answer of={asked} what="The saved queries">
        {(saved) =>
          saved.length === 0 ? (
            <Nothing>Nothing is saved in {workGroup} yet: write a statement, and press Save.</Nothing>
          ) : (
            <div class="scroll">
              <table class="list">
                <thead>
                  <tr>
                    <th scope="col">Name</th>
                    <th scope="col">What it tells</th>
                    <th scope="col">Statement</th>
                    <th scope="col">
                      <span class="unseen">Delete</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {saved.map((each) => (
                    <tr key={each.NamedQueryId}>
                      <td>
                        <a
                          href={writeAddress({ query: each.NamedQueryId, tab: 'result' })}
                          aria-current={each.NamedQueryId === now ? 'true' : undefined}
                        >
                          {each.Name}
                        </a>
                      </td>
                      <td>{each.Description}</td>
                      <td>
                        <code>{firstLine(each.QueryString)}</code>
                      </td>
                      <td>
                        <button type="button" aria-label={`Delete ${each.Name}`} onClick={() => setLeaving(each)}>
                          Delete
                        </button>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Answer>
      {leaving !== undefined && (
        <DeleteDialog
          saved={leaving}
          onClose={(isGone) => {
            setLeaving(undefined);
            if (isGone) asked.again();
          }}
        />
      )}
    </section>
  );
}

type DeleteProps = { readonly saved: Saved; readonly onClose: (isGone: boolean) => void };

function DeleteDialog({ saved, onClose }: DeleteProps) {
  const [error, setError] = useState<Error>();
  const leave = () =>
    remove(saved.NamedQueryId).then(
      () => onClose(true),
      (cause: unknown) => setError(cause instanceof Error ? cause : new Error(String(cause))),
    );
  return (
    <Dialog title={`Delete ${saved.Name}?`} onClose={() => onClose(false)}>
      <p>It is gone for everybody of the work group. What was run with it stays in the history.</p>
      <pre>{saved.QueryString}</pre>
      {error !== undefined && <Failure error={error} what="It is not deleted." />}
      <button type="button" class="main" onClick={() => void leave()}>
        Delete
      </button>
    </Dialog>
  );
}
