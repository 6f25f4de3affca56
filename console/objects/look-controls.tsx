import { go } from '../app/route.ts';
import type { ObjectPlace } from '../aws/s3.ts';
import { objectHref } from './address.ts';
import { type Look, writeLook } from './look.ts';
import { type Content, shownAs } from './readers/content.ts';

/** The address of an object as it is looked at; a version that a person chose stays. */
export function lookHref(place: ObjectPlace, look: Look): string {
  const version = new URLSearchParams(location.search).get('version');
  return objectHref(place.bucket, place.key, [
    ...(version === null ? [] : [['version', version] as const]),
    ...writeLook(look),
  ]);
}

/** Shows the object in another way, in the place of this one. */
export function lookAs(place: ObjectPlace, look: Look): void {
  go(lookHref(place, look), { replace: true });
}

type Props = { readonly place: ObjectPlace; readonly look: Look; readonly content: Content };

export function LookControls({ place, look, content }: Props) {
  return (
    <p class="bar">
      <label>
        Show as{' '}
        <select
          value={look.as ?? ''}
          onChange={({ currentTarget }) =>
            lookAs(place, {
              ...look,
              as: shownAs.find((each) => each === currentTarget.value),
              header: undefined,
              row: undefined,
            })
          }
        >
          <option value="">it is</option>
          {shownAs.map((as) => (
            <option key={as} value={as}>
              {as}
            </option>
          ))}
        </select>
      </label>
      {content.isHeader !== undefined && (
        <label>
          <input
            type="checkbox"
            checked={content.isHeader}
            onChange={({ currentTarget }) => lookAs(place, { ...look, header: currentTarget.checked, row: undefined })}
          />{' '}
          The first row names the columns
        </label>
      )}
    </p>
  );
}
