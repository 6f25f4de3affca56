import type { Copy, WholeCopy } from '../lake/jobs.ts';
import { ofDataset, ofStatement } from './address.ts';
import { OrderButton } from './outcome.tsx';
import { SetAside } from './set-aside.tsx';
import { At } from './told.tsx';

/** Where a dataset is copied to, and how that stands. */
export function Copies({ copies }: { readonly copies: readonly Copy[] }) {
  if (copies.length === 0) return null;
  return (
    <>
      <h2>Copies</h2>
      <ul class="lines">
        {copies.map(({ target, told }) => (
          <li key={target}>
            <a href={ofDataset(target)}>{target}</a>, to {told.place}: {told.does}
            {told.behind === '' ? '' : `, behind by ${told.behind}`}
          </li>
        ))}
      </ul>
    </>
  );
}

/** One copy. */
export function ofCopy({ target, dataset, told, version, running, setAside }: WholeCopy, again: () => void) {
  const aside = setAside.map((each) => ({ ...each, id: target, lane: 'copy' }));
  return (
    <>
      <p class="quiet">
        A copy of <a href={ofDataset(dataset)}>{dataset}</a> by services/query, to {told.place}.
      </p>
      <dl class="facts" aria-live="polite">
        <dt>Is</dt>
        <dd>
          {told.does}
          {running?.executionId != null && <a href={ofStatement(running.executionId)}> its statement</a>}
        </dd>
        <dt>Has</dt>
        <dd>
          {version === null ? (
            'nothing yet'
          ) : (
            <>
              version {version.sequence} of <At time={version.at} />, copied <At time={version.copiedAt} />
            </>
          )}
        </dd>
        {told.behind !== '' && (
          <>
            <dt>Behind</dt>
            <dd>{told.behind}</dd>
          </>
        )}
      </dl>
      <SetAside of={target} page="copy-set-aside" aside={aside} />
      {setAside.length > 0 && (
        <OrderButton what="retry" name={target} again={again}>
          Copy it again
        </OrderButton>
      )}
    </>
  );
}
