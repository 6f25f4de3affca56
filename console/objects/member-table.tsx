import { size } from '@tributary/shared/size.ts';
import type { ObjectPlace } from '../aws/s3.ts';
import type { Look } from './look.ts';
import { lookHref } from './look-controls.tsx';
import type { Member } from './readers/members.ts';

type Props = { readonly place: ObjectPlace; readonly look: Look; readonly members: readonly Member[] };
type Numbered = { readonly member: Member; readonly at: number };

const mostListed = 500;

/** The members of an object where there are several, or one is damaged: where each lies, and a way to look at it alone. */
export function MemberTable({ place, look, members }: Props) {
  const all = members.map((member, at): Numbered => ({ member, at }));
  const bad = all.filter(({ member: { state } }) => state === 'damaged' || state === 'cut');
  if (members.length < 2 && bad.length === 0) return null;
  return (
    <>
      {bad.slice(0, 5).map(({ member: { offset, end, reason, state }, at }) => (
        <p key={offset} class="notice failure">
          Member {at + 1}, bytes {offset.toLocaleString('en-GB')} to {end.toLocaleString('en-GB')}, is {state}: {reason}
          .
        </p>
      ))}
      {bad.length > 5 && <p class="notice failure">{bad.length - 5} more members are damaged.</p>}
      {look.member !== undefined && (
        <p class="notice">
          Member {look.member + 1} alone.{' '}
          <a href={lookHref(place, { ...look, member: undefined, row: undefined })}>All members</a>
        </p>
      )}
      <details>
        <summary>
          {members.length.toLocaleString('en-GB')} {members.length === 1 ? 'member' : 'members'}
        </summary>
        <div class="scroll">
          <table class="keys">
            <thead>
              <tr>
                <th scope="col">Member</th>
                <th scope="col" class="number">
                  Offset
                </th>
                <th scope="col" class="number">
                  Bytes
                </th>
                <th scope="col" class="number">
                  Unpacked
                </th>
                <th scope="col">State</th>
              </tr>
            </thead>
            <tbody>
              {all.slice(0, mostListed).map((each) => (
                <MemberRow
                  key={each.at}
                  {...each}
                  href={lookHref(place, { ...look, member: each.at, row: undefined })}
                />
              ))}
            </tbody>
          </table>
        </div>
        {all.length > mostListed && <p class="quiet">The first {mostListed}.</p>}
      </details>
    </>
  );
}

const tones = { whole: 'good', damaged: 'bad', cut: 'bad', open: 'warn' } as const;
const words = { whole: 'whole', damaged: 'damaged', cut: 'cut', open: 'goes on' } as const;

function MemberRow({ member: { offset, end, data, state }, at, href }: Numbered & { readonly href: string }) {
  return (
    <tr>
      <td>
        <a href={href}>{at + 1}</a>
      </td>
      <td class="number">{offset.toLocaleString('en-GB')}</td>
      <td class="number">{(end - offset).toLocaleString('en-GB')}</td>
      <td class="number">{size(data.length)}</td>
      <td>
        <span class={`state ${tones[state]}`}>{words[state]}</span>
      </td>
    </tr>
  );
}
