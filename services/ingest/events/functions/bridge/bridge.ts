import { readLambdaEvent } from '../../core/amqp/lambda-event.ts';
import { createCounts } from '../../core/messages/counts.ts';
import { createDelivery, type DeliveryPorts } from '../../delivery/delivery.ts';

/** What became of the messages of an event, by metric. */
export type Bridge = (event: unknown, remainingMs: () => number) => Promise<Readonly<Record<string, number>>>;

// Kept back from the time that is left, to say what is wrong before Lambda ends the process.
const reserveMs = 2000;

/**
 * Brings every message of Lambda's RabbitMQ event to where it belongs. Throws unless all of them are there: Lambda then gives the
 * whole batch back to the queue, whose messages are known again by their event_id.
 */
export function createBridge(ports: DeliveryPorts): Bridge {
  return async function bridge(event, remainingMs) {
    const messages = readLambdaEvent(event);
    const counts = createCounts();
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), Math.max(0, remainingMs() - reserveMs));
    try {
      const delivery = createDelivery({ ...ports, counts, signal: abort.signal, onDone: ignore, onFailed: ignore });
      for (const [index, message] of messages.entries()) delivery.take(message, index);
      await delivery.flushed();
      return counts.all();
    } finally {
      clearTimeout(timer);
      // What still waits for a moment to try again need not.
      abort.abort();
    }
  };
}

function ignore(): void {
  // The batch succeeds or fails as one: flushed() says which.
}
