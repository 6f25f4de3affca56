/** Words in capitals that stand in the runbook's commands for what somebody knows. */
export const words = [
  ...['STAGE', 'STACK', 'SERVICE', 'FUNCTION', 'QUEUE', 'NAME', 'SCHEMA', 'TABLE', 'KEY', 'FROM', 'TO', 'START', 'END'],
  ...['URL', 'ARN'],
] as const;

export type Values = Readonly<Record<string, string>>;

const anyWord = new RegExp(`(?<![A-Za-z_])(${words.join('|')})(?![A-Za-z_])`, 'g');

/** The words that stand in commands, each once. */
export function wordsIn(commands: readonly string[]): readonly string[] {
  return [...new Set(commands.flatMap((command) => command.match(anyWord) ?? []))];
}

/** A command with what is known in the place of its words. */
export function filled(command: string, values: Values): string {
  return command.replace(anyWord, (word) => values[word] || word);
}
