import { useState } from 'preact/hooks';
import { invokeLater } from '../aws/lambda.ts';
import { deleteMessage, giveBack, lastMove, type QueueMessage, receive, startMove } from '../aws/sqs.ts';
import { Busy, Failure } from '../parts/notice.tsx';
import { count } from '../parts/words.ts';
import { DeadLetter } from './dead-letter.tsx';
import type { FlowNode } from './nodes.ts';
import { callAgain, moveBack, peek, type Sending, type Sent } from './send-again.ts';
import type { TheMap } from './use-map.ts';

type Props = {
  readonly queue: FlowNode;
  /** The queues whose messages end here when they were tried too often. */
  readonly homes: readonly FlowNode[];
  readonly map: TheMap;
};

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 500));
const sending: Sending = { startMove, lastMove, receive, giveBack, deleteMessage, invokeLater, pause };
const mostRead = 50;

type Doing =
  | { readonly is: 'idle' }
  | { readonly is: 'busy'; readonly what: string }
  | { readonly is: 'asking' }
  | { readonly is: 'failed'; readonly what: string; readonly error: Error }
  | { readonly is: 'done'; readonly words: string };

/** What was given up: read, and sent again. */
export function DeadLetters({ queue, homes, map }: Props) {
  const [doing, setDoing] = useState<Doing>({ is: 'idle' });
  const [letters, setLetters] = useState<readonly QueueMessage[]>();
  const { id, url = '', name } = queue;
  const waiting = map.seen.get(id)?.waiting ?? 0;
  const [home, ...others] = homes;
  const to = others.length === 0 ? home : undefined;
  const attempt = async (what: string, act: () => Promise<Doing>) => {
    setDoing({ is: 'busy', what });
    setDoing(await act().catch((error: unknown) => failed(what, error)));
    map.numbers.again();
  };
  const read = () =>
    attempt('The dead letters are read', async () => {
      setLetters(await peek(sending, url, mostRead));
      return { is: 'idle' };
    });
  const send = () =>
    attempt('The dead letters are sent again', async () => {
      const sent = await sendAll(queue, to, waiting);
      setLetters(undefined);
      return { is: 'done', words: tellSent(sent, to) };
    });
  return (
    <div class="dead">
      <h3>Dead letters</h3>
      <p>
        {count(waiting, 'message')} in <code>{name}</code>,{' '}
        {to === undefined ? 'calls that Lambda gave up' : `given up by ${to.title}`}.
      </p>
      {waiting > 0 && doing.is !== 'busy' && (
        <div class="bar">
          <button type="button" onClick={read}>
            Read them
          </button>
          <button type="button" class="main" onClick={() => setDoing({ is: 'asking' })}>
            Send again
          </button>
        </div>
      )}
      {doing.is === 'asking' && (
        <Question waiting={waiting} to={to} onYes={send} onNo={() => setDoing({ is: 'idle' })} />
      )}
      {doing.is === 'busy' && <Busy what={doing.what} />}
      {doing.is === 'failed' && <Failure error={doing.error} what={`${doing.what}: it failed.`} />}
      {doing.is === 'done' && (
        <p class="notice" role="status">
          {doing.words}
        </p>
      )}
      {letters !== undefined && waiting > 0 && (
        <>
          <p class="quiet">
            {letters.length} read, and given back at once. To SQS that was a receive more of each; nothing reads this
            queue but people, so nothing follows from it.
          </p>
          {letters.map((letter) => (
            <DeadLetter key={letter.MessageId} letter={letter} />
          ))}
        </>
      )}
    </div>
  );
}

function failed(what: string, error: unknown): Doing {
  return { is: 'failed', what, error: error instanceof Error ? error : new Error(String(error)) };
}

function sendAll(queue: FlowNode, to: FlowNode | undefined, waiting: number): Promise<Sent> {
  const { arn = '', url = '' } = queue;
  return to?.arn === undefined ? callAgain(sending, url, waiting) : moveBack(sending, arn, to.arn);
}

function tellSent({ sent, left, failure }: Sent, to: FlowNode | undefined): string {
  const done =
    to === undefined ? `${count(sent, 'call')} made again.` : `${count(sent, 'message')} sent back to ${to.title}.`;
  const rest = left === 0 ? '' : ` ${left} hold no call and stay: read them, each says what was given up.`;
  return `${done}${rest}${failure === undefined ? '' : ` Then: ${failure}`}`;
}

type QuestionProps = {
  readonly waiting: number;
  readonly to: FlowNode | undefined;
  readonly onYes: () => void;
  readonly onNo: () => void;
};

function Question({ waiting, to, onYes, onNo }: QuestionProps) {
  const what =
    to === undefined
      ? `Have Lambda make the calls again that ${count(waiting, 'message')} hold?`
      : `Send ${count(waiting, 'message')} back to ${to.title}?`;
  return (
    <div class="notice" role="alertdialog" aria-label="Send again" aria-describedby="send-again">
      <p id="send-again">{what} What fails again comes back here.</p>
      <div class="bar">
        <button type="button" class="main" onClick={onYes} ref={(button) => button?.focus()}>
          Yes, send
        </button>
        <button type="button" onClick={onNo}>
          No
        </button>
      </div>
    </div>
  );
}
