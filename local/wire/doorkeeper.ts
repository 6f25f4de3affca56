import { hostName, isOwnHost } from './hosts.ts';

/** A request as it stands at the door: nothing of its body is read. */
export type Visit = {
  readonly method: string;
  /** The request's target, as it came. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
};

type Check = (visit: Visit, hosts: readonly string[]) => string | undefined;

/**
 * Who may come in. Signatures are not verified, and any page in a browser on this machine reaches loopback: so a request counts
 * as the developer's only when no other site can have made it. Says why a request is turned away, and what to do; undefined lets it in.
 */
export function turnAway(visit: Visit, hosts: readonly string[]): string | undefined {
  for (const check of checks) {
    const reason = check(visit, hosts);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

const checks: readonly Check[] = [throughProxy, strangeHost, foreignOrigin, foreignSite, upgrade, orderInLink];

const asTarget = 'This is no proxy: ask for a path, with the host in the Host header (NO_PROXY=127.0.0.1,localhost).';

function throughProxy({ method, target }: Visit): string | undefined {
  const isPath = target.startsWith('/') || (method === 'OPTIONS' && target === '*');
  return method === 'CONNECT' || !isPath ? asTarget : undefined;
}

/** A page whose name was made to mean this machine (DNS rebinding) has that name in its Host. */
function strangeHost({ headers }: Visit, hosts: readonly string[]): string | undefined {
  const given = [headers[':authority'], headers.host].filter((host) => host !== undefined);
  if (given.length === 0)
    return 'The request names no host. The local cloud is asked as http://127.0.0.1 or localhost.';
  const strange = given.find((host) => !isOwnHost(hostName(host) ?? '', hosts));
  if (strange === undefined) return undefined;
  return `The local cloud is asked as 127.0.0.1 or localhost, not as ${strange}. If that is you, start it with LAKE_HOSTS=${hostName(strange) ?? 'NAME'}.`;
}

function foreignOrigin({ headers }: Visit): string | undefined {
  const { origin } = headers;
  if (origin === undefined || origin === originOf(headers[':authority'] ?? headers.host ?? '')) return undefined;
  return `The local cloud takes no requests from web pages: this one comes from ${origin}.`;
}

/** Browsers tell loopback where a request comes from; `none` is a person who typed the address. */
function foreignSite({ headers }: Visit): string | undefined {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return undefined;
  return `The local cloud takes no requests from web pages: this one is ${site}. Type the address, or use the aws CLI.`;
}

/** Clients that could speak HTTP/2 ask for it (`h2c`), and go on as they are when that is ignored. */
function upgrade({ headers }: Visit): string | undefined {
  const wanted = headers.upgrade?.toLowerCase();
  return wanted === undefined || wanted === 'h2c' ? undefined : `The local cloud does not speak ${headers.upgrade}.`;
}

/** An order that is all in its URL can be sent as a link in a mail, and is a person's own once it is clicked. */
function orderInLink({ method, target }: Visit): string | undefined {
  const query = new URLSearchParams(target.split('?', 2)[1] ?? '');
  const isLink = (method === 'GET' || method === 'HEAD') && query.has('Action');
  return isLink && hasCredentials(query)
    ? 'The local cloud takes no Action with its credentials from a link. Sign it in the Authorization header, or send it by POST.'
    : undefined;
}

function hasCredentials(query: URLSearchParams): boolean {
  return query.has('X-Amz-Credential') || query.has('AWSAccessKeyId');
}

function originOf(host: string): string | undefined {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).origin : undefined;
}
