import { region } from './widget.ts';

export type InsightsQuery = { readonly text: string; readonly logGroups: readonly string[] };

const consoleOf = `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#`;

export function dashboardLink(name: string): string {
  return `${consoleOf}dashboards/dashboard/${name}`;
}

export function alarmsLink(prefix: string): string {
  return `${consoleOf}alarmsV2:?~(search~'${prefix}~stateFilter~'ALARM)`.replaceAll('(', '%28').replaceAll(')', '%29');
}

/** Opens Logs Insights with a query of the last hour in its editor, and its log groups chosen. The console's own encoding, documented nowhere. */
export function insightsLink({ text, logGroups }: InsightsQuery): string {
  const words = {
    end: '0',
    start: '-3600',
    timeType: textOf('RELATIVE'),
    unit: textOf('seconds'),
    editorString: textOf(text),
    source: `(~${logGroups.map(textOf).join('~')})`,
  };
  const detail = `~(${Object.entries(words)
    .map(([name, word]) => `${name}~${word}`)
    .join('~')})`;
  return `${consoleOf}logsV2:logs-insights${dollars(`?queryDetail=${percent(detail)}`)}`;
}

/** A text begins with ' and ends with what follows it; what would be special in it stands as * and its code. */
function textOf(text: string): string {
  const coded = encodeURIComponent(text).replace(/[!'()*~]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
  return `'${coded.replaceAll('%', '*')}`;
}

/** All but letters, digits and * - . _ as % and its code. */
function percent(text: string): string {
  return text.replace(/[^\w*.-]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function dollars(text: string): string {
  return encodeURIComponent(text).replaceAll('%', '$');
}
