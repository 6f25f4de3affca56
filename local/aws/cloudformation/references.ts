import { isJsonObject, type Json } from './json.ts';

/** The names that a value refers to by Ref, Fn::GetAtt and Fn::Sub, parameters among them; of Fn::If only the branch that counts. */
export function references(value: Json, condition: (name: string) => boolean): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => references(item, condition));
  if (!isJsonObject(value)) return [];
  const entries = Object.entries(value);
  const [first] = entries;
  const find = entries.length === 1 && first ? finders[first[0]] : undefined;
  if (find && first) return find(first[1], condition);
  return entries.flatMap(([, item]) => references(item, condition));
}

type Find = (argument: Json, condition: (name: string) => boolean) => readonly string[];

const finders: Readonly<Record<string, Find>> = {
  Ref: (argument) => [String(argument)],
  'Fn::GetAtt': (argument) => [Array.isArray(argument) ? String(argument[0]) : (String(argument).split('.')[0] ?? '')],
  'Fn::Sub': (argument, condition) => {
    const [template, variables] = Array.isArray(argument) ? argument : [argument, {}];
    const own = isJsonObject(variables) ? Object.keys(variables) : [];
    const named = [...String(template).matchAll(/\$\{([^!}][^}]*)\}/g)].map((match) => (match[1] ?? '').trim());
    const outer = named.filter((name) => !own.includes(name)).map((name) => name.split('.')[0] ?? '');
    return [...outer, ...references(variables ?? null, condition)];
  },
  'Fn::If': (argument, condition) => {
    if (!Array.isArray(argument)) return [];
    const [name, whenTrue, whenFalse] = argument;
    return references((condition(String(name)) ? whenTrue : whenFalse) ?? null, condition);
  },
};
