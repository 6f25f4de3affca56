import { readRoutes } from '@tributary/ingest/events/core/routes/read-routes.ts';
import { UsageError } from '../usage.ts';
import { appendEntry } from './append-entry.ts';
import type { Made } from './made.ts';

const file = 'ingest/events/routes.yml';

/** A route more, after the others: messages of a type that its name says. */
export function newRoute(name: string, text: string): Made {
  if (!/^[a-z][a-z0-9]*([_-][a-z0-9]+)*$/.test(name) || name.length > 62)
    throw new UsageError(
      `A route is named in lower-case letters and digits with - between them, as order-paid: ${name}`,
    );
  const words = name.split(/[_-]/);
  const [entity = name] = words;
  const made = appendEntry(`services/${file}`, text, {
    under: 'routes',
    lines: [
      `- name: ${name}`,
      `  match: { type: ${words.join('.')} }`,
      `  event_type: ${words.join('_')}`,
      `  entity: ${entity}`,
      `  entity_id: { path: ${entity}_id }`,
      '  occurred_at: [{ property: timestamp }, ingested_at]',
    ],
  });
  checked(name, text, made.text);
  return {
    file,
    ...made,
    next: [
      'edit it: services/ingest/events/core/routes/README.md has the words; the first route that matches decides, and this is the last',
      'npx lake route < message.json says what it makes of a message',
      `npx lake deploy ingest; its events are the table events_${words.join('_')}`,
    ],
  };
}

/** What is wrong with the file as it was is told as that. */
function checked(name: string, before: string, after: string): void {
  const { routes } = readRoutes(before, `services/${file}`);
  if (routes.some((route) => route.name === name))
    throw new UsageError(`services/${file} has a route ${name} already: edit it there, or choose another name`);
  readRoutes(after, `services/${file}`);
}
