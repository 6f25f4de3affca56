import { AwsError } from '../aws/request.ts';
import type { MoveTask, QueueMessage } from '../aws/sqs.ts';
import { failedCallIn } from './failed-call.ts';

/** What is asked of SQS and Lambda. */
export type Sending = {
  readonly startMove: (source: string, destination: string) => Promise<void>;
  readonly lastMove: (source: string) => Promise<MoveTask | undefined>;
  readonly receive: (url: string, hiddenSeconds: number, most?: number) => Promise<readonly QueueMessage[]>;
  readonly giveBack: (url: string, messages: readonly QueueMessage[]) => Promise<void>;
  readonly deleteMessage: (url: string, message: QueueMessage) => Promise<void>;
  readonly invokeLater: (functionArn: string, payload: unknown) => Promise<void>;
  readonly pause: () => Promise<void>;
};

export type Sent = {
  readonly sent: number;
  /** They hold nothing that could be sent again, and stay. */
  readonly left: number;
  /** Why not all of it was done. */
  readonly failure?: string;
};

/** So often a move is looked after: at most a quarter of an hour, then it goes on alone. */
const mostLooks = 1_800;

/** Has SQS move all messages of a queue back to the one they came from; one that moves them already is followed. */
export async function moveBack(sending: Sending, source: string, home: string): Promise<Sent> {
  const refusal = await refusalOf(sending.startMove(source, home));
  for (let look = 0; look < mostLooks; look += 1) {
    const task = await sending.lastMove(source);
    if (look === 0 && refusal !== undefined && task?.Status !== 'RUNNING') throw refusal;
    const ended = endOf(task);
    if (ended !== undefined) return ended;
    await sending.pause();
  }
  return { sent: 0, left: 0, failure: 'SQS is still moving them; look again later.' };
}

/** Why SQS began nothing: one at a time, so perhaps because one runs already. */
async function refusalOf(starting: Promise<void>): Promise<AwsError | undefined> {
  try {
    await starting;
    return undefined;
  } catch (error) {
    if (error instanceof AwsError && error.code.endsWith('UnsupportedOperation')) return error;
    throw error;
  }
}

function endOf(task: MoveTask | undefined): Sent | undefined {
  const { Status = 'gone', ApproximateNumberOfMessagesMoved: sent = 0, FailureReason } = task ?? {};
  if (Status === 'RUNNING' || Status === 'CANCELLING') return undefined;
  if (Status === 'COMPLETED') return { sent, left: 0 };
  return { sent, left: 0, failure: FailureReason ?? `SQS says that the move is ${Status}.` };
}

/** Long enough that a message that stays is not received twice. */
const hiddenSeconds = 300;

/**
 * Makes the calls again that a queue of failed asynchronous calls holds; a message is deleted once Lambda has taken its call. At most as many
 * as there are now: what fails again comes back. Those that hold no call stay, and can be seen again at once.
 */
export async function callAgain(sending: Sending, url: string, messages: number): Promise<Sent> {
  const kept: QueueMessage[] = [];
  let sent = 0;
  try {
    while (sent + kept.length < messages) {
      const received = await sending.receive(url, hiddenSeconds, messages - sent - kept.length);
      if (received.length === 0) break;
      for (const message of received) {
        if (await callOne(sending, url, message)) sent += 1;
        else kept.push(message);
      }
    }
  } finally {
    await giveAllBack(sending, url, kept);
  }
  return { sent, left: kept.length };
}

/** Whether the message held a call. */
async function callOne({ invokeLater, deleteMessage }: Sending, url: string, message: QueueMessage): Promise<boolean> {
  const call = failedCallIn(message.Body);
  if (call === undefined) return false;
  await invokeLater(call.functionArn, call.payload);
  await deleteMessage(url, message);
  return true;
}

async function giveAllBack(
  { giveBack }: Pick<Sending, 'giveBack'>,
  url: string,
  all: readonly QueueMessage[],
): Promise<void> {
  for (let at = 0; at < all.length; at += 10) await giveBack(url, all.slice(at, at + 10));
}

/** Reads what waits in a queue of dead letters, at most so many, and gives it back. */
export async function peek(sending: Pick<Sending, 'receive' | 'giveBack'>, url: string, most: number) {
  const seen = new Map<string, QueueMessage>();
  try {
    while (seen.size < most) {
      const received = await sending.receive(url, 20, most - seen.size);
      if (received.length === 0) break;
      for (const message of received) seen.set(message.MessageId, message);
    }
  } finally {
    await giveAllBack(sending, url, [...seen.values()]);
  }
  return [...seen.values()];
}
