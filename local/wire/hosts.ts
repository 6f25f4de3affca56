/** LAKE_HOSTS holds something that is no host name. */
export class HostsError extends Error {
  override readonly name = 'HostsError';
}

/** Names by which a browser reaches this machine and nothing else: nobody can make them mean another one. */
const loopback = /^(?:127\.0\.0\.1|\[::1\]|(?:[a-z0-9][a-z0-9._-]*\.)?localhost)$/;
const named = /^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*|\[[0-9a-f:.]+\])$/;

/** Reads LAKE_HOSTS: further names, separated by commas, by which the local cloud may be called. Throws HostsError. */
export function readHosts(text: string): readonly string[] {
  const hosts = text
    .split(',')
    .map((host) => host.trim().toLowerCase())
    .filter((host) => host !== '');
  const wrong = hosts.find((host) => !named.test(host));
  if (wrong !== undefined)
    throw new HostsError(
      `LAKE_HOSTS: ${wrong} is no host name. Give names as a client has them in its URL, without scheme, port, path or *, ` +
        'separated by commas, such as: lake.test,host.docker.internal',
    );
  return hosts;
}

/** A Host header's name and port; undefined where it is neither. Any port is right: a container or a tunnel may map this one's. */
export function hostName(header: string): string | undefined {
  return /^(\[[0-9a-f:.]+\]|[^\s:/?#@\\[\]]+)(?::\d{1,5})?$/.exec(header.toLowerCase())?.[1];
}

export function isOwnHost(name: string, hosts: readonly string[]): boolean {
  return loopback.test(name) || hosts.includes(name);
}
