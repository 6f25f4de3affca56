import type { Notice } from './notice.ts';
import type { Silent } from './sources.ts';

const hourMs = 3_600_000;

export function silenceNotice({ name, lastHour, rhythm }: Silent): Notice {
  const table = name.slice(name.indexOf('.') + 1);
  return {
    key: `silence#${name}`,
    page: 'silence',
    title: `${name}: no rows`,
    subject: name,
    wrong: `No file has come for over ${rhythm === 'hour' ? 'an hour' : 'a day'}, where some came every ${rhythm} of three days.`,
    means: `${table} and all that is computed from it stands still, with no error: what sends the rows may have stopped, or the way from there.`,
    begin: 'lake status',
    since: new Date((lastHour + 1) * hourMs).toISOString(),
    count: 1,
    unit: 'sources',
    events: 1,
  };
}
