import type { Clock } from '../../kernel/clock.ts';
import type { Sqs } from './sqs.ts';
import type { OpenQueue } from './store.ts';

/** Waits until the queue may have something visible; false when `until` has passed or the service stops. */
export function waitForChange(sqs: Sqs, queue: OpenQueue, until: number, clock: Clock): Promise<boolean> {
  const now = clock.now();
  if (now >= until || sqs.stopped()) return Promise.resolve(false);
  const next = Math.min(until, queue.messages.nextVisibleAt() ?? until);
  return new Promise((resolve) => {
    const finish = (goOn: boolean) => {
      cancelTimer();
      cancelListener();
      sqs.polls.delete(giveUp);
      resolve(goOn);
    };
    const giveUp = () => finish(false);
    const cancelTimer = clock.after(Math.max(1, next - now), () => finish(true));
    const cancelListener = queue.messages.onChange(() => finish(true));
    sqs.polls.add(giveUp);
  });
}
