/** Sends an acknowledgement; `upTo` acknowledges every earlier delivery with it. */
export type Ack = (deliveryTag: number, upTo: boolean) => void;

export type AckWindow = {
  /** A delivery that needs nothing more. Tags of a channel are 1, 2, 3 … */
  done(deliveryTag: number): void;
  /** Acknowledges what is done: in one go as far as all is done; one by one beyond when that has got no further for long, or `all`. */
  flush(now: number, all?: boolean): void;
};

// RabbitMQ looks for each single acknowledgement among all that are outstanding: thousands of them cost it seconds.
const stuckMs = 1000;

/** Acknowledges exactly the deliveries that are done. */
export function createAckWindow(ack: Ack): AckWindow {
  // Done or acknowledged beyond the first delivery that is not done.
  const done = new Set<number>();
  const acknowledged = new Set<number>();
  let first = 1;
  let movedAt = 0;

  const flushContiguous = (now: number) => {
    let last = 0;
    for (; done.delete(first); first += 1) if (!acknowledged.delete(first)) last = first;
    if (last > 0) ack(last, true);
    if (last > 0 || done.size === acknowledged.size) movedAt = now;
  };

  return {
    done: (deliveryTag) => {
      done.add(deliveryTag);
    },
    flush(now, all = false) {
      flushContiguous(now);
      if (!all && now - movedAt < stuckMs) return;
      movedAt = now;
      for (const deliveryTag of done) {
        if (acknowledged.has(deliveryTag)) continue;
        acknowledged.add(deliveryTag);
        ack(deliveryTag, false);
      }
    },
  };
}
