/** An error of RabbitMQ's management interface. */
export class BrokerError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, reason: string) {
    super(reason);
    this.name = 'BrokerError';
    this.status = status;
    this.code = code;
  }
}

export function notFound(what: string): BrokerError {
  return new BrokerError(404, 'Object Not Found', `There is no ${what}.`);
}

export function badRequest(reason: string): BrokerError {
  return new BrokerError(400, 'bad_request', reason);
}

export function notCoveredHere(what: string): BrokerError {
  return new BrokerError(
    501,
    'not_implemented',
    `The in-process RabbitMQ does not cover ${what}. Set AMQP_URL to use a real one.`,
  );
}
