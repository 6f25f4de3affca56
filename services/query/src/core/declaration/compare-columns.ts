import { nearMiss } from '@tributary/shared/serverless/parameters/near-miss.ts';
import { didYouMean } from '../sql/mistake.ts';
import type { Columns } from '../sql/scope.ts';
import type { Declaration } from './declaration.ts';

/** Whether a SELECT gives the columns that its header names, in any order; of a view without columns, whether each has a name. A line for each mistake. */
export function compareColumns({ header, placeOf }: Declaration, { list, isOpen }: Columns): readonly string[] {
  const at = placeOf({ line: 1, column: 1 });
  const names = list.flatMap(({ name }) => name ?? []);
  const nameless = list.flatMap(({ name }, index) =>
    name === undefined ? [`${at}: column ${index + 1} of the SELECT has no name: give it one with AS`] : [],
  );
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].map(
    (name) => `${at}: the SELECT gives ${name} twice: give one of them another name with AS`,
  );
  const declared = header.data.columns === undefined ? undefined : Object.keys(header.data.columns);
  if (declared === undefined) return [...nameless, ...twice];
  const lacking = declared
    .filter((name) => !isOpen && !names.includes(name))
    .map((name) => {
      const near = nearMiss(
        name,
        names.filter((each) => !declared.includes(each)),
      );
      return `${header.at(['columns', name])}: columns.${name}: the SELECT does not give it${didYouMean(near)}`;
    });
  const tooMany = names
    .filter((name) => !declared.includes(name))
    .map(
      (name) => `${at}: the SELECT gives ${name}, which is not in columns: add it there with its type, or leave it out`,
    );
  return [...nameless, ...twice, ...lacking, ...tooMany];
}
