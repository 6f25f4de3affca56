import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { go, type PageProps, readRoute } from '../app/route.ts';
import { type Lake, lake } from '../lake/names.ts';
import { Answer } from '../parts/asked.tsx';
import { Failure } from '../parts/notice.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { Actions } from './actions.tsx';
import { readAddress, type SqlAddress, type Tab, tabs, writeAddress } from './address.ts';
import { Editor, type EditorHandle, type Written } from './editor/editor.tsx';
import { chosen } from './editor/statements.ts';
import { History } from './history.tsx';
import { useKnowledge } from './knowledge.ts';
import { Outcome } from './outcome.tsx';
import { SavedQueries } from './saved.tsx';
import { mistakeOf } from './sent.ts';
import { useOpened } from './use-opened.ts';
import { useRun } from './use-run.ts';
import { Where } from './where.tsx';

/** Statements of Athena: written, run, looked at, kept. */
export function Page({ route }: PageProps) {
  const names = useAsked(() => lake(), []);
  return (
    <>
      <h1>SQL</h1>
      <Answer of={names} what="The lake's names">
        {(known) => <Workbench names={known.names} address={readAddress(route)} />}
      </Answer>
    </>
  );
}

type Props = { readonly names: Lake['names']; readonly address: SqlAddress };

/** So long after the last letter the address has the text. */
const writtenAfterMs = 400;

/** Of what the address says, this is another. */
function change(patch: Partial<SqlAddress>, { replace = true } = {}): void {
  go(writeAddress({ ...readAddress(readRoute(location)), ...patch }), { replace });
}

function Workbench({ names, address }: Props) {
  const { database = names.lakeDatabase, workGroup = names.workGroup, tab } = address;
  const editor = useRef<EditorHandle>(null);
  const run = useRun();
  const { knowledge, error: unknown } = useKnowledge(database);
  const [written, setWritten] = useState<Written>({ text: '', from: 0, to: 0 });
  const [parameters, setParameters] = useState<readonly string[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const shown = useRef<string | undefined>(undefined);
  const opened = useOpened(address, editor, {
    run,
    shown,
    settle: (ofDatabase, ofGroup) => change({ database: ofDatabase, workGroup: ofGroup }),
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  const onWritten = useCallback((now: Written, isEdit: boolean) => {
    setWritten(now);
    if (!isEdit) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      shown.current = now.text;
      change({ sql: now.text });
    }, writtenAfterMs);
  }, []);
  const part = chosen(written.text, written);
  const start = async (before = '') => {
    if (part === undefined || run.isRunning) return;
    clearTimeout(timer.current);
    const id = await run.run({ database, workGroup, parameters }, { sql: part.sql, from: part.from, before });
    if (id === undefined) return;
    shown.current = written.text;
    const isWhole = written.text.trim() === before + part.sql;
    change(
      { execution: id, sql: isWhole ? undefined : written.text, tab: tab === 'chart' ? tab : 'result' },
      { replace: false },
    );
  };
  const mistake = useMemo(() => mistakeOf(run, written.text), [run.error]);
  return (
    <div class="sql">
      <Where names={names} knowledge={knowledge} chosen={{ database, workGroup }} onChange={change} />
      <Editor
        handle={editor}
        knowledge={knowledge}
        mistake={mistake}
        onWritten={onWritten}
        onRun={() => void start()}
      />
      <p id="sql-keys" class="quiet hint">
        <kbd>Ctrl</kbd> <kbd>Enter</kbd> runs what is selected, else the statement at the cursor. <kbd>Tab</kbd>{' '}
        indents; <kbd>Esc</kbd>, then <kbd>Tab</kbd> leaves the editor.
      </p>
      {unknown !== undefined && <Failure error={unknown} what="Completion knows less than there is." />}
      {opened.error !== undefined && <Failure error={opened.error} what="What the address names cannot be opened." />}
      <Actions
        run={run}
        start={start}
        written={written}
        part={part}
        parameters={parameters}
        onParameters={setParameters}
        saved={opened}
        where={{ database, workGroup }}
        onSaved={(query) => {
          change({ query, sql: undefined });
          opened.again();
        }}
      />
      <Tabs now={tab} address={address} />
      {tab === 'history' && <History workGroup={workGroup} now={address.execution} />}
      {tab === 'saved' && <SavedQueries workGroup={workGroup} now={address.query} />}
      <div hidden={tab !== 'result' && tab !== 'chart'}>
        <Outcome
          run={run}
          mistake={mistake}
          onPlace={(place) => editor.current?.goTo(place)}
          picks={tab === 'chart' ? (address.chart ?? '') : undefined}
          onPicks={(chart) => change({ chart })}
          dataset={{ sql: part?.sql ?? '', database }}
        />
      </div>
    </div>
  );
}

function Tabs({ now, address }: { readonly now: Tab; readonly address: SqlAddress }) {
  const names: readonly Tab[] = ['result', 'chart', 'history', 'saved'];
  return (
    <section class="tabs" aria-label="Of the statement">
      {names.map((name) => (
        <a key={name} href={writeAddress({ ...address, tab: name })} aria-current={name === now ? 'true' : undefined}>
          {tabs[name]}
        </a>
      ))}
    </section>
  );
}
