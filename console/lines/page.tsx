import { useRef, useState } from 'preact/hooks';
import { ask } from '../lake/api.ts';
import { Busy, Failure } from '../parts/notice.tsx';
import { LinesResult } from './lines-result.tsx';
import { MessagesResult } from './messages-result.tsx';
import { examplesSchema, type Parsed, parsedSchema, type Routed, routedSchema } from './schemas.ts';
import { type TextKind, textKindOf, whyTooMuch } from './text-kind.ts';

type Result =
  | { readonly kind: 'lines'; readonly parsed: Parsed }
  | { readonly kind: 'messages'; readonly routed: Routed };
type State = { readonly result?: Result; readonly error?: Error; readonly isAsking?: boolean };

/** A text is tried: HAProxy's lines, or messages of the applications. It goes to the lake's own interface and is kept nowhere. */
export function Page() {
  const [text, setText] = useState('');
  const [choice, setChoice] = useState<TextKind | 'auto'>('auto');
  const [state, setState] = useState<State>({});
  const latest = useRef(0);
  const kind = choice === 'auto' ? textKindOf(text) : choice;
  const run = async (work: () => Promise<Result | undefined>) => {
    latest.current += 1;
    const turn = latest.current;
    setState({ isAsking: true });
    const next = await work().then(
      (result): State => (result === undefined ? {} : { result }),
      (cause: unknown): State => ({ error: cause instanceof Error ? cause : new Error(String(cause)) }),
    );
    if (turn === latest.current) setState(next);
  };
  const tryIt = () => run(() => resultOf(text, kind));
  const take = (taken: Promise<string>) =>
    run(async () => {
      const given = await taken;
      setText(given);
      setChoice('auto');
      return resultOf(given, textKindOf(given));
    });
  return (
    <>
      <h1>Try a line</h1>
      <p>
        Paste lines of HAProxy’s log, or messages as JSON, and see what the lake would make of them. Nothing is stored.
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void tryIt();
        }}
      >
        <label class="try-label" for="tried">
          Lines or messages
        </label>
        <textarea
          id="tried"
          rows={8}
          spellcheck={false}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void tryIt();
          }}
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            const file = event.dataTransfer?.files[0];
            if (file === undefined) return;
            event.preventDefault();
            void take(textOf(file));
          }}
        />
        <div class="bar">
          <button type="submit" class="main" disabled={text.trim() === ''}>
            Try
          </button>
          <KindChoice choice={choice} recognised={textKindOf(text)} onChoose={setChoice} />
          <label class="file">
            <span>A file</span>
            <input
              type="file"
              onChange={({ currentTarget }) => {
                const file = currentTarget.files?.[0];
                if (file !== undefined) void take(textOf(file));
                currentTarget.value = '';
              }}
            />
          </label>
        </div>
      </form>
      <p class="bar">
        <span class="quiet">Examples:</span>
        <button type="button" onClick={() => take(example('lines'))}>
          Lines of HAProxy
        </button>
        <button type="button" onClick={() => take(example('messages'))}>
          Messages
        </button>
      </p>
      <section aria-label="What becomes of it">
        {state.isAsking === true && <Busy what="Trying" />}
        {state.error !== undefined && <Failure error={state.error} what="It cannot be tried." />}
        {state.result?.kind === 'lines' && <LinesResult parsed={state.result.parsed} />}
        {state.result?.kind === 'messages' && <MessagesResult routed={state.result.routed} />}
      </section>
    </>
  );
}

type KindProps = {
  readonly choice: TextKind | 'auto';
  readonly recognised: TextKind;
  readonly onChoose: (choice: TextKind | 'auto') => void;
};

const words = { lines: 'lines of HAProxy', messages: 'messages' } as const;
const choices = ['auto', 'lines', 'messages'] as const;

function KindChoice({ choice, recognised, onChoose }: KindProps) {
  return (
    <label>
      <span class="quiet">Taken for</span>{' '}
      <select value={choice} onChange={({ currentTarget }) => onChoose(choices[currentTarget.selectedIndex] ?? 'auto')}>
        {choices.map((each) => (
          <option key={each} value={each}>
            {each === 'auto' ? `what it looks like: ${words[recognised]}` : words[each]}
          </option>
        ))}
      </select>
    </label>
  );
}

async function resultOf(text: string, kind: TextKind): Promise<Result> {
  const tooMuch = whyTooMuch(new Blob([text]).size);
  if (tooMuch !== undefined) throw new Error(tooMuch);
  const init = { method: 'POST', headers: { 'content-type': 'text/plain; charset=utf-8' }, body: text };
  return kind === 'lines'
    ? { kind, parsed: await ask('parse', parsedSchema, init) }
    : { kind, routed: await ask('route', routedSchema, init) };
}

const example = async (kind: TextKind) => (await ask('examples', examplesSchema))[kind];

async function textOf(file: File): Promise<string> {
  const tooMuch = whyTooMuch(file.size);
  if (tooMuch !== undefined) throw new Error(tooMuch);
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes[0] === 0x1f && bytes[1] === 0x8b)
    throw new Error(`${file.name} is compressed by gzip, which is for the command line: npx lake parse < FILE.`);
  return new TextDecoder().decode(bytes);
}
