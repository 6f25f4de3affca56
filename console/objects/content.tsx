import { size } from '@tributary/shared/size.ts';
import { useMemo } from 'preact/hooks';
import { type ObjectHead, type ObjectPlace, read } from '../aws/s3.ts';
import { Answer } from '../parts/asked.tsx';
import { Busy, Failure, Nothing } from '../parts/notice.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { type Look, readLook } from './look.ts';
import { LookControls } from './look-controls.tsx';
import { MemberTable } from './member-table.tsx';
import { ParquetContent } from './parquet-content.tsx';
import { type Content, readContent } from './readers/content.ts';
import { type Gzip, readGzip } from './readers/gzip.ts';
import { binaryKindOf } from './readers/kinds.ts';
import { SheetGrid } from './sheet-grid.tsx';
import { mostPart, type Part, usePart } from './use-part.ts';

type Props = { readonly place: ObjectPlace; readonly head: ObjectHead; readonly query: URLSearchParams };

const markBytes = 8;

/** What an object holds, as rows; its kind is told by its first bytes. */
export function ObjectContent({ place, head, query }: Props) {
  const { bytes, etag } = head;
  const look = readLook(query);
  const span = { from: 0, to: Math.min(markBytes, bytes), etag };
  const asked = useAsked((signal) => read(place, span, signal), [place.bucket, place.key, place.version, etag]);
  return (
    <section aria-labelledby="object-content">
      <h2 id="object-content">Content</h2>
      <Answer of={asked} what="The object's content">
        {(mark) => {
          if (bytes === 0) return <Nothing>It is empty.</Nothing>;
          if (look.as === undefined && binaryKindOf(mark) === 'Parquet')
            return <ParquetContent place={place} head={head} look={look} />;
          return <PartContent place={place} head={head} look={look} />;
        }}
      </Answer>
    </section>
  );
}

type PartProps = { readonly place: ObjectPlace; readonly head: ObjectHead; readonly look: Look };

function PartContent({ place, head, look }: PartProps) {
  const part = usePart(place, head);
  const { bytes, isWhole, error } = part;
  const { as, header, member } = look;
  const shown = useMemo(
    () => (bytes === undefined ? undefined : contentOf(bytes, { name: place.key, isWhole, as, header, member })),
    [bytes, isWhole, as, header, member],
  );
  return (
    <>
      {error !== undefined && <Failure error={error} what="The object cannot be read." />}
      {shown !== undefined && (
        <>
          <p>
            {whatOf(shown)}
            {bytes !== undefined && !isWhole && ` The first ${size(bytes.length)} of ${size(head.bytes)} are read.`}
          </p>
          {shown.members !== undefined && <MemberTable place={place} look={look} members={shown.members} />}
          <LookControls place={place} look={look} content={shown.content} />
          <SheetGrid place={place} look={look} sheet={shown.content} label={`Rows of ${place.key}`} />
        </>
      )}
      {part.isAsking && <Busy what="The object's bytes" />}
      <More part={part} />
    </>
  );
}

type Shown = { readonly content: Content; readonly members: Gzip['members'] | undefined };

function contentOf(bytes: Uint8Array, reading: Parameters<typeof readGzip>[1]): Shown {
  if (binaryKindOf(bytes) === 'gzip' && reading.as !== 'hex') return readGzip(bytes, reading);
  return { content: readContent(bytes, reading), members: undefined };
}

function whatOf({ content: { what }, members }: Shown): string {
  const sentence = `${what[0]?.toUpperCase() ?? ''}${what.slice(1)}`;
  if (members === undefined) return `${sentence}.`;
  return `${sentence}, in ${members.length.toLocaleString('en-GB')} gzip ${members.length === 1 ? 'member' : 'members'}.`;
}

function More({ part: { isWhole, bytes, more } }: { readonly part: Part }) {
  if (more !== undefined)
    return (
      <p class="bar">
        <button type="button" onClick={more}>
          Read more
        </button>
      </p>
    );
  return !isWhole && (bytes?.length ?? 0) >= mostPart ? (
    <p class="notice">More than {size(mostPart)} are not read here: query its table, or download it.</p>
  ) : null;
}
