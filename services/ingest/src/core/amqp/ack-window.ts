/** Sends an acknowledgement; `upTo` acknowledges every earlier delivery with it. */
export type Ack = (deliveryTag: number, upTo: boolean) => void;

export type AckWindow = {
  /** A delivery that needs nothing more. Tags of a channel are 1, 2, 3 … */
  done(deliveryTag: number): void;
  /** Acknowledges what is done: in one go as far as all is done, and one by one beyond once there is much of it (or `all`). */
  flush(all?: boolean): void;
};

/** Acknowledges exactly the deliveries that are done. `maxScattered`: how many may wait behind one that is not. */
export function createAckWindow(ack: Ack, maxScattered: number): AckWindow {
  // Done or acknowledged beyond the first delivery that is not done.
  const done = new Set<number>();
  const acknowledged = new Set<number>();
  let first = 1;

  const flushContiguous = () => {
    let last = 0;
    for (; done.delete(first); first += 1) if (!acknowledged.delete(first)) last = first;
    if (last > 0) ack(last, true);
  };

  return {
    done: (deliveryTag) => {
      done.add(deliveryTag);
    },
    flush(all = false) {
      flushContiguous();
      if (!all && done.size - acknowledged.size < maxScattered) return;
      for (const deliveryTag of done) {
        if (acknowledged.has(deliveryTag)) continue;
        acknowledged.add(deliveryTag);
        ack(deliveryTag, false);
      }
    },
  };
}
