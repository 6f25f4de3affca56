type Told = { readonly name: string; readonly wrong: string; readonly means: string; readonly begin: string };

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const mostCharacters = 1024;

/** The parts of an alarm's description, a line each. Throws where they are more than CloudWatch takes. */
export function alarmDescription({ name, wrong, means, begin }: Told, stage: string): string {
  const text = [
    `Wrong: ${oneLine(wrong)}`,
    `Means: ${oneLine(means)}`,
    `Begin: npx ${begin} --stage ${stage}`,
    `Page: docs/runbook/${pageOf(name)}.md`,
  ].join('\n');
  if (text.length <= mostCharacters) return text;
  throw new Error(
    `the description of the alarm ${name} has ${text.length} characters, of which CloudWatch takes ${mostCharacters}`,
  );
}

/** The page of docs/runbook of an alarm: its name up to the first dot, `<service>-<stage>-` left out. */
export function pageOf(name: string): string {
  return name.split('.')[0] ?? name;
}

/** YAML folds texts of several lines in different ways. */
function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}
