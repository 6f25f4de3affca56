import { notCovered } from '../../kernel/error.ts';
import { invalidParameter } from './fault.ts';
import { type Protocol, protocols } from './record.ts';

const uncovered = ['sms', 'application', 'firehose'];
const loopback = /^(localhost|.*\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Throws InvalidParameter for what SNS refuses, NotImplemented for what is not delivered to here. */
export function readEndpoint(
  protocol: string | undefined,
  endpoint: string,
): { readonly protocol: Protocol; readonly endpoint: string } {
  const known = protocols.find((each) => each === protocol);
  if (uncovered.includes(protocol ?? '')) throw notCovered(`SNS subscriptions by ${protocol}`);
  if (known === undefined) throw invalidParameter('Protocol');
  checks[known](endpoint);
  return { protocol: known, endpoint };
}

const checks: Readonly<Record<Protocol, (endpoint: string) => void>> = {
  sqs(endpoint) {
    if (!/^arn:[^:]+:sqs:[^:]+:\d{12}:[\w-]+(\.fifo)?$/.test(endpoint)) throw invalidParameter('SQS endpoint ARN');
    if (endpoint.endsWith('.fifo'))
      throw invalidParameter(
        'Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics',
      );
  },
  lambda(endpoint) {
    if (!/^arn:[^:]+:lambda:[^:]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/.test(endpoint))
      throw invalidParameter('Lambda endpoint ARN');
  },
  http: (endpoint) => checkUrl(endpoint, 'http:'),
  https: (endpoint) => checkUrl(endpoint, 'https:'),
  email: checkAddress,
  'email-json': checkAddress,
};

/** What leaves this machine is refused: the local cloud posts to nobody else. */
function checkUrl(endpoint: string, scheme: string): void {
  if (!URL.canParse(endpoint) || new URL(endpoint).protocol !== scheme)
    throw invalidParameter('Endpoint must match the specified protocol');
  const { hostname } = new URL(endpoint);
  if (!loopback.test(hostname)) throw notCovered(`SNS endpoints beyond this machine (${hostname})`);
}

function checkAddress(endpoint: string): void {
  if (!/^[^\s@]+@[^\s@]+$/.test(endpoint)) throw invalidParameter('Email address');
}
