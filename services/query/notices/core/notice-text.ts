import type { Notice } from './notice.ts';

/** What was held back of the same since it was last told. */
export type Held = { readonly count: number; readonly events: number; readonly since: string };

export type Told = { readonly subject: string; readonly message: string };

/** SNS takes 100 characters of a subject, printable ASCII, and 256 KB of a message (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html). */
const mostOfSubject = 100;
const mostOfLine = 1500;

/** A notice as it is mailed: a line each, in the order of an alarm's description. */
export function noticeText(notice: Notice, held: Held | undefined, stage: string): Told {
  const { title, wrong, means, object, since, begin, page, count, unit, events, link, again } = notice;
  const lines = [
    `Notice: ${title}`,
    `Wrong: ${wrong}`,
    `Since: ${held === undefined || held.since > since ? since : held.since}`,
    `How many: ${count} ${unit}${events === 1 ? '' : ` in ${events} events`}`,
    ...(held === undefined ? [] : [`Held back: ${held.count} ${unit} in ${held.events} events since it was last told`]),
    ...(object === undefined ? [] : [`First object: ${object}`]),
    `Means: ${means}`,
    ...(link === undefined ? [] : [`Statement: ${link}`]),
    `Begin: npx ${begin} --stage ${stage}`,
    ...(again === undefined ? [] : [`Again, once it is mended: npx ${again} --stage ${stage}`]),
    `Page: docs/runbook/${page}.md`,
  ];
  return {
    subject: shortened(`${stage}: ${title}`.replace(/[^\x20-\x7e]/g, '?'), mostOfSubject),
    message: lines.map((line) => shortened(line.replace(/\s+/g, ' '), mostOfLine)).join('\n'),
  };
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 3)}...`;
}
