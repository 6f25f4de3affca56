/** Runs with the words after the command's name; gives the exit code. */
export type Command = (args: readonly string[]) => Promise<number>;

/** By name; each is loaded when it is called, so that `lake parse` does not wait for what `lake up` needs. */
export const commands: Readonly<Record<string, Command>> = {
  up: async (args) => (await import('./up.ts')).up(args),
  query: async (args) => (await import('./query.ts')).query(args),
  land: async (args) => (await import('./land.ts')).land(args),
  replay: async (args) => (await import('./replay.ts')).replay(args),
  parse: async (args) => (await import('./parse.ts')).parse(args),
  route: async (args) => (await import('./route.ts')).route(args),
};
