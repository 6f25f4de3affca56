/** Names of the parameters of tables of files, in which is kept what types and names of columns do not tell. */
export const filesParameter = {
  from: 'tributary.files.from',
  generation: 'tributary.files.generation',
  columns: 'tributary.files.columns',
} as const;

/** What the footer of a file of such a table says beside its rows. */
export const filesMetadata = {
  /** How many values were rescued. */
  rescued: 'tributary.rescued',
  /** Which types were seen. */
  evidence: 'tributary.evidence',
  /** `created`, or as JSON the columns that came with the file. */
  schema: 'tributary.schema',
} as const;

type Parameters = Readonly<Record<string, string>>;

/** How often the types of a table of files were made anew, from 1 on; undefined where it is no table of files. */
export function generationOf(parameters: Parameters): number | undefined {
  return parameters[filesParameter.from] === undefined
    ? undefined
    : Number(parameters[filesParameter.generation] ?? '1');
}

/** The table that stands beside, while a new generation is made. */
export function besideName(table: string, generation: number): string {
  return `${table}__${generation}`;
}
