/** What an alarm's description says. Null where it does not. */
export type AlarmWords = {
  /** Of the runbook: `docs/runbook/<page>.md`. */
  readonly page: string;
  /** Which of several that share the page. */
  readonly subject: string | null;
  readonly wrong: string;
  readonly means: string | null;
  /** The command to begin with. */
  readonly begin: string | null;
};

/**
 * Reads `Wrong: …\nMeans: …\nBegin: …\nPage: docs/runbook/<page>.md` of the alarm `<page>` or `<page>.<subject>`. A text of another shape is
 * what is wrong. Undefined where the page named is another one: the alarm is of a stage whose name goes on from this one's (`dev-2`).
 */
export function readAlarmWords(short: string, description: string): AlarmWords | undefined {
  const [, page = short, subject = null] = /^([^.]*)\.(.+)$/.exec(short) ?? [];
  const lines = description.split('\n');
  const said = (title: string) => {
    const line = lines.find((each) => each.startsWith(`${title}: `));
    return line === undefined ? null : line.slice(title.length + 2).trim();
  };
  const [, named] = /^docs\/runbook\/(.+)\.md$/.exec(said('Page') ?? '') ?? [];
  if (named !== undefined && named !== page) return undefined;
  return { page, subject, wrong: said('Wrong') ?? description, means: said('Means'), begin: said('Begin') };
}
