import type { EventFields } from './row.ts';

type Reader = { readonly pattern: RegExp; readonly read: (found: RegExpExecArray) => Partial<EventFields> };

const counts = /(\d+) active and (\d+) backup servers (?:online|left)/;
const sessions = /(\d+) sessions active, (\d+) requeued, (\d+) remaining in queue/;
const requeued = /(\d+) sessions requeued, (\d+) total in queue/;
const check = /check duration: (\d+)ms/;

/** HAProxy's own notices (server state, src/server.c and src/proxy.c). Each pattern is anchored and reads words, never spans. */
const readers: readonly Reader[] = [
  {
    pattern: /^(?:Backup )?Server ([^/ ]+)\/(\S+) is (UP|DOWN)\b/,
    read: (found) => ({
      event_type: found[3] === 'UP' ? 'server_up' : 'server_down',
      proxy_name: found[1] ?? null,
      server_name: found[2] ?? null,
      state: found[3] ?? null,
    }),
  },
  {
    pattern: /^(?:Backup )?Server ([^/ ]+)\/(\S+) (?:is|was|enters|is going|has) (.{1,64})/,
    read: (found) => ({
      event_type: 'server_state',
      proxy_name: found[1] ?? null,
      server_name: found[2] ?? null,
      state: found[3]?.split(/[.,(]/)[0]?.trim() ?? null,
    }),
  },
  {
    pattern: /^(?:backend|proxy) '?([^' ]+)'? has no server available/,
    read: (found) => ({ event_type: 'backend_down', proxy_name: found[1] ?? null, state: 'DOWN' }),
  },
  {
    pattern:
      /^(?:Stopping |Pausing )?(?:[Pp]roxy|frontend|backend) (\S+?)[.,]?(?: |$)(started|stopped|paused|resumed|disabled|enabled)?/,
    read: (found) => ({ event_type: 'proxy_state', proxy_name: found[1] ?? null, state: found[2] ?? null }),
  },
  {
    pattern: /^Health check for (?:backup )?server ([^/ ]+)\/(\S+) (succeeded|failed)/,
    read: (found) => ({
      event_type: 'health_check',
      proxy_name: found[1] ?? null,
      server_name: found[2] ?? null,
      state: found[3] ?? null,
    }),
  },
  {
    pattern:
      /^(?:\[(?:NOTICE|WARNING|ALERT)\]|New worker|Loading success|Reexecuting|Exiting|Current worker|Former worker|Stopping|Pausing|All workers)/,
    read: () => ({ event_type: 'process' }),
  },
];

/** Reads one of HAProxy's own notices; null when the message is none. */
export function readNotice(message: string): EventFields | null {
  for (const { pattern, read } of readers) {
    const found = pattern.exec(message);
    if (found !== null) return { ...noticeOf(message), ...read(found) };
  }
  return null;
}

function noticeOf(message: string): EventFields {
  const online = counts.exec(message);
  const active = sessions.exec(message);
  const back = requeued.exec(message);
  return {
    event_type: 'process',
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
  return text === undefined ? null : Number(text);
}
