import type { Expression, GroupingElement } from '../ast.ts';
import { SqlError } from '../error.ts';

const MAX_SETS = 2048;

/** GROUP BY as a list of grouping sets: the cross product of its elements. One set: a plain GROUP BY. */
export function groupingSets(elements: readonly GroupingElement[]): readonly (readonly Expression[])[] {
  const sets = elements.reduce<readonly (readonly Expression[])[]>(
    (product, element) => product.flatMap((set) => setsOf(element).map((other) => [...set, ...other])),
    [[]],
  );
  if (sets.length > MAX_SETS) throw new SqlError('TOO_MANY_GROUPING_SETS', `GROUP BY has ${sets.length} grouping sets`);
  return sets;
}

function setsOf(element: GroupingElement): readonly (readonly Expression[])[] {
  if (element.kind === 'simple') return [element.terms];
  for (const term of element.sets.flat()) checkColumn(term);
  if (element.kind === 'sets') return element.sets;
  if (element.kind === 'rollup') {
    return Array.from({ length: element.sets.length + 1 }, (_, index) =>
      element.sets.slice(0, element.sets.length - index).flat(),
    );
  }
  const width = element.sets.length;
  return Array.from({ length: 2 ** width }, (_, bits) =>
    element.sets.filter((_set, index) => (bits & (2 ** (width - 1 - index))) === 0).flat(),
  );
}

/** Numbers of the select list and expressions are for a plain GROUP BY. */
function checkColumn(term: Expression): void {
  if (term.kind === 'name') return;
  throw new SqlError('INVALID_COLUMN_REFERENCE', 'GROUP BY expression must be a column reference', term.at);
}
