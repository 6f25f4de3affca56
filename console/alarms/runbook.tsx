import { useState } from 'preact/hooks';
import * as z from 'zod/mini';
import { hrefOf } from '../app/route.ts';
import { alarms } from '../aws/alarms.ts';
import { ask } from '../lake/api.ts';
import { lake } from '../lake/names.ts';
import { Answer } from '../parts/asked.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { ofAlarm, ofPage } from './address.ts';
import { Command } from './command.tsx';
import { commandsIn, Markdown, type Piece, pieceSchema } from './markdown.tsx';
import { valuesOf } from './values.ts';
import { type Values, wordsIn } from './words.ts';

const pages = z.object({ pages: z.array(z.string()) });
const pageSchema = z.object({ page: z.string(), pieces: z.array(pieceSchema) });

type Props = { readonly page: string; readonly alarm: string | undefined; readonly of: string | undefined };

/** A page of the runbook, or the names of all. */
export function RunbookPage({ page, alarm, of }: Props) {
  return (
    <>
      <p class="quiet">
        <a href={hrefOf('alarms')}>Alarms</a> / {page === '' ? 'Runbook' : <a href={ofPage('', {})}>Runbook</a>} /
        {alarm !== undefined && (
          <>
            {' '}
            <a href={ofAlarm(alarm)}>{alarm}</a>
          </>
        )}
        {of !== undefined && (
          <>
            {' '}
            <a href={hrefOf('datasets', [of])}>{of}</a>
          </>
        )}
      </p>
      {page === '' ? <Pages /> : <One page={page} alarm={alarm} of={of} />}
    </>
  );
}

function Pages() {
  const asked = useAsked((signal) => ask('runbook', pages, { signal }), []);
  return (
    <>
      <h1>Runbook</h1>
      <Answer of={asked} what="The runbook">
        {(all) => (
          <ul>
            {all.pages.map((each) => (
              <li key={each}>
                <a href={ofPage(each, {})}>{each}</a>
              </li>
            ))}
          </ul>
        )}
      </Answer>
    </>
  );
}

function One({ page, alarm: name, of }: Props) {
  const asked = useAsked(
    async (signal) => {
      const [read, names, [alarm]] = await Promise.all([
        ask(`runbook/${encodeURIComponent(page)}`, pageSchema, { signal }),
        lake(),
        name === undefined ? [] : alarms([name], signal),
      ]);
      return { pieces: read.pieces, values: valuesOf({ lake: names, alarm, of, now: Date.now() }) };
    },
    [page, name, of],
  );
  return (
    <Answer of={asked} what={`The page ${page}`}>
      {({ pieces, values }) => <Written pieces={pieces} known={values} opened={{ alarm: name, of }} />}
    </Answer>
  );
}

type WrittenProps = {
  readonly pieces: readonly Piece[];
  readonly known: Values;
  readonly opened: { readonly alarm: string | undefined; readonly of: string | undefined };
};

function Written({ pieces, known, opened }: WrittenProps) {
  const [given, setGiven] = useState<Values>({});
  const values = { ...known, ...given };
  const words = wordsIn(commandsIn(pieces));
  const first = pieces.findIndex(({ type, depth }) => type === 'heading' && depth === 2);
  const head = first < 0 ? pieces.length : first;
  const showing = {
    hrefOf(href: string) {
      const [, linked] = /^([a-z-]+)\.md$/.exec(href) ?? [];
      return linked === undefined ? undefined : ofPage(linked, opened);
    },
    commands: (lines: string) => lines.split('\n').map((line) => <Command key={line} text={line} values={values} />),
  };
  return (
    <article class="runbook">
      <Markdown pieces={pieces.slice(0, head)} showing={showing} />
      {words.length > 0 && (
        <form class="bar" aria-label="Words of the commands" onSubmit={(event) => event.preventDefault()}>
          {words.map((word) => (
            <label key={word}>
              <code>{word}</code>{' '}
              <input
                value={values[word] ?? ''}
                onInput={({ currentTarget }) => setGiven((before) => ({ ...before, [word]: currentTarget.value }))}
              />
            </label>
          ))}
        </form>
      )}
      <Markdown pieces={pieces.slice(head)} showing={showing} />
    </article>
  );
}
