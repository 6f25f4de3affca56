import { readInteger } from './cursor.ts';
import type { EventFields, EventType } from './row.ts';

type Found = { readonly event_type: EventType } & Partial<EventFields>;

/** Reads one of HAProxy's own notices (src/server.c, src/check.c, src/proxy.c, src/mworker.c); null when the message is none. */
export function readNotice(message: string): EventFields | null {
  const text = withoutLevel(message);
  const found = readServer(text) ?? readCheck(text) ?? readProxy(text) ?? readProcess(text);
  if (found === null) return message === text ? null : { ...noticeOf(message), event_type: 'process' };
  return { ...noticeOf(message), ...found };
}

const level =
  /^\[(?:EMERG|ALERT|CRIT|ERR|WARNING|NOTICE|INFO|DIAG|DEBUG)\] {1,4}(?:\d{3}\/\d{6} )?(?:\(\d{1,10}\) : )?/;

/** `[WARNING] 323/135017 (8174) : text`, as HAProxy writes to standard error. */
function withoutLevel(message: string): string {
  return message.slice(level.exec(message)?.[0].length ?? 0);
}

const server = /^(?:Backup |SIGHUP: )?Server ([^/\s]{1,255})\/([^\s:]{1,255}):? (?:\('[^']{0,255}'\) )?/;

/** What follows `Server b/s`, in the order in which it decides: `is UP/READY (leaving maintenance)` is up. */
const serverStates: readonly (readonly [RegExp, EventType])[] = [
  [/^is UP\b/, 'server_up'],
  [/maintenance|\bMAINT\b/, 'server_maint'],
  [/\bdrain\b|\bDRAIN\b/, 'server_drain'],
  [/\bweight\b/, 'server_weight'],
  [/^is (?:going )?DOWN\b/, 'server_down'],
];

function readServer(text: string): Found | null {
  const found = server.exec(text);
  if (found === null) return readRenamed(text);
  const rest = text.slice(found[0].length, found[0].length + 160);
  const clause = rest.split(/[.,]/)[0] ?? '';
  const leaving = /^is (UP|DOWN)[^(]{0,40}\(leaving/.exec(rest);
  const type = serverStates.find(([pattern]) => pattern.test(clause))?.[1] ?? 'server_state';
  return {
    event_type: leaving?.[1] === 'DOWN' ? 'server_down' : type,
    proxy_name: found[1] ?? null,
    server_name: found[2] ?? null,
    state: stateOf(clause),
  };
}

/** The word after `is` where it is one of HAProxy's states, else the clause without its verb. */
function stateOf(clause: string): string {
  const word = /^is (?:going )?([A-Z]+(?:\/[A-Z]+)?)\b/.exec(clause)?.[1];
  return (
    word ??
    clause
      .replace(/^(?:is|was|enters|has) /, '')
      .split('(')[0]
      ?.trim() ??
    ''
  );
}

/** `b/s changed its IP from … to …`. */
function readRenamed(text: string): Found | null {
  const found = /^([^/\s]{1,255})\/(\S{1,255}) changed its (?:IP|FQDN|port)\b/.exec(text);
  return found === null
    ? null
    : { event_type: 'server_state', proxy_name: found[1] ?? null, server_name: found[2] ?? null, state: 'changed' };
}

function readCheck(text: string): Found | null {
  const found = /^Health check for (?:backup )?server ([^/\s]{1,255})\/(\S{1,255}) (succeeded|failed)/.exec(text);
  return found === null
    ? null
    : {
        event_type: 'health_check',
        proxy_name: found[1] ?? null,
        server_name: found[2] ?? null,
        state: found[3] ?? null,
      };
}

const noServer = /^(?:backend|proxy) '?([^'\s]{1,255})'? has no server available/i;
const beginning = /^(Stopping|Pausing|Resuming|Enabling|Disabling) (?:proxy|frontend|backend|listen) ([^\s,]{1,255})/;
const proxy =
  /^(?:Proxy|Frontend|Backend|Listener|Paused|Resumed|Stopped|Started) (?:(?:proxy|frontend|backend) )?'?([^\s']{1,255}?)'?(?:\.$| ([a-z]+)|$)/;

function readProxy(text: string): Found | null {
  const lost = noServer.exec(text);
  if (lost !== null) return { event_type: 'backend_down', proxy_name: lost[1] ?? null, state: 'DOWN' };
  const verb = beginning.exec(text);
  if (verb !== null) return proxyEvent(verb[2], verb[1]?.toLowerCase());
  const found = proxy.exec(text);
  return found === null ? null : proxyEvent(found[1], found[2] ?? text.split(' ')[0]?.toLowerCase());
}

function proxyEvent(name: string | undefined, state: string | undefined): Found {
  const stopped = state === 'stopping' || state === 'stopped';
  const type = state === 'started' ? 'proxy_started' : 'proxy_state';
  return { event_type: stopped ? 'proxy_stopped' : type, proxy_name: name ?? null, state: state ?? null };
}

const processes: readonly (readonly [RegExp, EventType])[] = [
  [
    /^(?:Reexecuting|Reloading|Loading (?:success|failure)|Failed to (?:load|reload)|Initializing new worker)/,
    'reload',
  ],
  [
    /^(?:New (?:worker|program|process)|Current (?:worker|program)|Former (?:worker|program)|All workers|Program )/,
    'worker',
  ],
  [/^(?:<OCSP-UPDATE> |acme: |SIGHUP\b|SIGQUIT\b|SIGUSR\d\b|SPOE: )/, 'process'],
  [/^(?:Exiting|Stopping|Pausing|haproxy version|path to executable|config ?:|parsing \[)/i, 'process'],
];

function readProcess(text: string): Found | null {
  const type = processes.find(([pattern]) => pattern.test(text))?.[1];
  return type === undefined ? null : { event_type: type };
}

const counts = /(\d{1,9}) active and (\d{1,9}) backup servers (?:online|left)/;
const sessions = /(\d{1,9}) sessions active, (\d{1,9}) requeued, (\d{1,9}) remaining in queue/;
const requeued = /(\d{1,9}) sessions requeued, (\d{1,9}) total in queue/;
const check = /check duration: (\d{1,9})ms/;

function noticeOf(message: string): Omit<EventFields, 'event_type'> {
  const online = counts.exec(message);
  const active = sessions.exec(message);
  const back = requeued.exec(message);
  return {
    proxy_name: null,
    server_name: null,
    state: null,
    reason: reasonOf(message),
    check_duration_ms: numberOf(check.exec(message)?.[1]),
    active_servers: numberOf(online?.[1]),
    backup_servers: numberOf(online?.[2]),
    sessions_active: numberOf(active?.[1]),
    sessions_requeued: numberOf(active?.[2] ?? back?.[1]),
    sessions_queued: numberOf(active?.[3] ?? back?.[2]),
    message,
  };
}

/** After `reason: `, up to the check's duration or the count of servers. */
function reasonOf(message: string): string | null {
  const at = message.indexOf('reason: ');
  if (at < 0) return null;
  const ends = [', check duration: ', '. '].map((mark) => message.indexOf(mark, at)).filter((end) => end >= 0);
  return message.slice(at + 8, ends.length === 0 ? message.length : Math.min(...ends));
}

function numberOf(text: string | undefined): number | null {
  return text === undefined ? null : readInteger(text);
}
