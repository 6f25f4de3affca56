/** What stands below the options of a command's help. */
export type Page = {
  readonly examples: readonly string[];
  /** Sentences on how it ends, where that needs saying. */
  readonly exitCodes?: readonly string[];
  /** By name, what it does. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Paragraphs, their lines ended. */
  readonly notes?: readonly string[];
};

/** The environment of every command that talks to a lake. */
export const targetEnvironment = {
  AWS_ENDPOINT_URL: 'address of the local cloud (http://127.0.0.1:4566)',
  LAKE_PORT: 'its port, where AWS_ENDPOINT_URL is not set (4566)',
} as const;

const usualCodes = ['0 done', '1 it failed', '2 the call or the input is wrong', '130 interrupted'];

export function page({ examples, exitCodes = usualCodes, environment = {}, notes = [] }: Page): string {
  const variables = Object.entries(environment);
  const width = Math.max(0, ...variables.map(([name]) => name.length));
  return [
    ...notes.map((note) => `\n${note}`),
    section('Examples', examples),
    section(
      'Environment',
      variables.map(([name, does]) => `${name.padEnd(width)}  ${does}`),
    ),
    section(
      'Exit codes',
      exitCodes.map((line) => line.replace(/^\d+/, (code) => code.padEnd(4))),
    ),
  ].join('');
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `\n${title}:\n${lines.map((line) => `  ${line}\n`).join('')}`;
}
