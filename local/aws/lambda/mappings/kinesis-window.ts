import type { Checkpoint, OpenWindow } from '../shard-checkpoints.ts';
import type { Mapping } from '../store.ts';
import { backOff, keepCheckpoint } from './kinesis-batch.ts';
import { attempt } from './kinesis-event.ts';
import type { Lane } from './kinesis-lane.ts';

/** A window of another length than the mapping's now begins again with its first record. */
export function resumed(checkpoint: Checkpoint, { TumblingWindowInSeconds: seconds = 0 }: Mapping): Checkpoint {
  const { window } = checkpoint;
  if (window === undefined || window.end - window.start === seconds * 1_000) return checkpoint;
  return window.from === undefined ? {} : { after: window.from };
}

/** The window that the lane's next items belong to, begun where need be; undefined without tumbling windows. */
export function currentWindow(lane: Lane): OpenWindow | undefined {
  const { TumblingWindowInSeconds: seconds = 0 } = lane.reader.mapping;
  const [first] = lane.items;
  if (seconds === 0 || first === undefined) return undefined;
  const { window, after } = lane.checkpoint;
  if (window !== undefined) return window;
  const lengthMs = seconds * 1_000;
  const start = Math.floor(first.arrival / lengthMs) * lengthMs;
  const begun = { start, end: start + lengthMs, state: {}, ...(after === undefined ? {} : { from: after }) };
  lane.checkpoint = { ...lane.checkpoint, window: begun };
  return begun;
}

/** Whether all records of the open window were handled: a later one is there, or none can come any more. `asked` is when the shard was read. */
export function isWindowOver(
  { checkpoint: { window }, items: [first], isEnded, isCaughtUp }: Lane,
  asked: number,
): boolean {
  if (window === undefined) return false;
  if (window.isTerminatedEarly === true) return true;
  if (first !== undefined) return first.arrival >= window.end;
  return isEnded || (isCaughtUp && asked >= window.end);
}

/** Invokes the function a last time with the window's state; the lane waits until that succeeds. */
export async function closeWindow(lane: Lane): Promise<void> {
  for (let attempts = 1; !lane.reader.life.stopped; attempts++) {
    const answer = await attempt(lane, [], true);
    if (answer.kind === 'answered' && !answer.isFailure) {
      const { window: _closed, ...checkpoint } = lane.checkpoint;
      keepCheckpoint(lane, checkpoint);
      return;
    }
    await backOff(lane, attempts);
  }
}
