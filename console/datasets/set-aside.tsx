import { ofRunbook } from './address.ts';
import { asideGroups, someOf } from './aside.ts';
import { At } from './told.tsx';

type Props = {
  /** Whose it is. */
  readonly of: string;
  /** Of the runbook. */
  readonly page: string;
  readonly aside: Parameters<typeof asideGroups>[0];
};

const mostNamed = 10;

/** What failed however small its work was made, why, and the page that says what to do. */
export function SetAside({ of, page, aside }: Props) {
  if (aside.length === 0) return null;
  return (
    <section class="notice failure aside">
      <h2>Set aside</h2>
      {asideGroups(aside).map(({ reason, units, since, retryAt }) => (
        <div key={`${reason} ${retryAt ?? ''}`}>
          <p>
            {someOf(units, mostNamed)}, since <At time={since} />
            {retryAt === null ? '' : '; tried again by itself at '}
            <At time={retryAt} />
          </p>
          <pre>{reason}</pre>
        </div>
      ))}
      <p>
        <a href={ofRunbook(page, of)}>What it means, and how to mend it</a>
      </p>
    </section>
  );
}
