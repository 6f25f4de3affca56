/** Why a unit has to be done, as `Unit.why` says it. */
export const byHand = 'by hand';
export const filled = 'filled';

const changed = 'Table Updated of ';

/** `Table Updated of lake.integration_requests` */
export function changeOfTable(table: string): string {
  return `${changed}${table}`;
}

/** The tables whose changes are among some causes, each once. */
export function tablesIn(why: readonly string[]): readonly string[] {
  return [...new Set(why.filter((each) => each.startsWith(changed)).map((each) => each.slice(changed.length)))];
}

/** Of a run's units, each cause once, and no more than `most`. */
export function causesOf(units: readonly { readonly why?: readonly string[] | undefined }[], most: number) {
  return [...new Set(units.flatMap(({ why = [] }) => why))].slice(0, most);
}
