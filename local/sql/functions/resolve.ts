import { canCoerce, coerce } from '../coercion.ts';
import type { TrinoType } from '../type.ts';
import { quoted, typeName } from '../type-name.ts';
import type { Argument, TypedSql } from './function.ts';
import { type Bindings, match, newBindings, substitute } from './match.ts';
import type { Pattern, Signature } from './signature.ts';

/** An argument in a call. A lambda's `sql` is DuckDB's `lambda x: …`, its type that of its body. */
export type BoundArgument = TypedSql & {
  readonly lambda?: { readonly parameters: readonly string[]; readonly body: string };
};

/** A call whose signature is chosen and whose arguments are coerced to it. */
export type Call = {
  readonly signature: Signature;
  readonly args: readonly BoundArgument[];
  readonly type: TrinoType;
};

/** Chooses among a function's signatures as Trino does: one that takes the types as they are, else the most specific that coerces them. */
export function resolve(signatures: readonly Signature[], args: readonly Argument[]): Call | undefined {
  const candidates = signatures
    .filter((signature) => signature.kind !== 'window' || args.every((arg) => !('lambda' in arg)))
    .map((signature) => candidate(spread(signature, args.length), args))
    .filter((found) => found !== undefined);
  const fewest = Math.min(...candidates.map((found) => found.coerced));
  const possible = candidates.filter((found) => found.coerced === fewest);
  const plain = possible.filter((found) => !found.signature.arguments.some(isGeneric));
  const chosen = mostSpecific(plain.length > 0 ? plain : possible);
  return chosen && complete(chosen, args);
}

/** Whether a pattern stands for more than one type; Trino looks at functions of given types first. */
function isGeneric(pattern: Pattern): boolean {
  if (pattern.is === 'array') return isGeneric(pattern.element);
  return pattern.is === 'variable' || pattern.is === 'map' || pattern.is === 'row' || pattern.is === 'function';
}

type Candidate = {
  readonly signature: Signature;
  readonly bindings: Bindings;
  /** Of each argument that is no lambda. */
  readonly targets: readonly (TrinoType | undefined)[];
  readonly coerced: number;
};

const variadic: ReadonlySet<string> = new Set(['concat', 'concat_ws', 'greatest', 'least', 'map_concat']);

/** Repeats the last argument of a function that takes any number of them. */
function spread(signature: Signature, count: number): Signature {
  const last = signature.arguments.at(-1);
  if (!variadic.has(signature.name) || !last || count <= signature.arguments.length) return signature;
  if (signature.name === 'concat' && signature.arguments.length > 1) return signature;
  if (signature.name === 'concat_ws' && last.is === 'array') return signature;
  const more = Array.from({ length: count - signature.arguments.length }, () => last);
  return { ...signature, arguments: [...signature.arguments, ...more] };
}

function candidate(signature: Signature, args: readonly Argument[]): Candidate | undefined {
  if (signature.arguments.length !== args.length) return undefined;
  const bindings = newBindings();
  for (const [index, arg] of args.entries()) {
    const pattern = signature.arguments[index];
    if (!pattern || !accepts(pattern, arg, bindings)) return undefined;
  }
  const targets = signature.arguments.map((pattern) => substitute(pattern, bindings));
  return { signature, bindings, targets, coerced: args.filter((arg, i) => isCoerced(arg, targets[i])).length };
}

function accepts(pattern: Pattern, arg: Argument, bindings: Bindings): boolean {
  if ('lambda' in arg) return pattern.is === 'function' && pattern.parameters.length === arg.parameters.length;
  return pattern.is !== 'function' && match(pattern, arg.type, bindings);
}

function isCoerced(arg: Argument, target: TrinoType | undefined): boolean {
  if ('lambda' in arg || !target) return false;
  if (arg.type.kind === 'array' && target.kind === 'array' && target.element.kind !== arg.type.element.kind)
    return true;
  return arg.type.kind !== target.kind;
}

function mostSpecific(candidates: readonly Candidate[]): Candidate | undefined {
  return candidates.reduce<Candidate | undefined>(
    (best, next) => (best && !isNarrower(next, best) ? best : next),
    undefined,
  );
}

function isNarrower(a: Candidate, b: Candidate): boolean {
  return a.targets.every((type, index) => {
    const other = b.targets[index];
    return !type || !other || canCoerce(type, other);
  });
}

/** Lambdas are bound last of all: what one returns may widen a type that another takes (reduce's state), and all are bound again. */
function complete(chosen: Candidate, args: readonly Argument[]): Call | undefined {
  const { signature, bindings } = chosen;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const before = [...bindings.types.values()].map(typeName).join();
    const bound = bindArguments(signature, bindings, args);
    const type = substitute(signature.result, bindings);
    if (!bound || !type) return undefined;
    const after = [...bindings.types.values()].map(typeName).join();
    if (before === after || attempt === 2) return { signature, args: bound, type };
  }
  return undefined;
}

function bindArguments(
  signature: Signature,
  bindings: Bindings,
  args: readonly Argument[],
): BoundArgument[] | undefined {
  const bound: BoundArgument[] = [];
  for (const [index, arg] of args.entries()) {
    const pattern = signature.arguments[index];
    const done = pattern && bindArgument(pattern, arg, bindings);
    if (!done) return undefined;
    bound.push(done);
  }
  return bound;
}

function bindArgument(pattern: Pattern, arg: Argument, bindings: Bindings): BoundArgument | undefined {
  if (!('lambda' in arg)) return coerce(arg, substitute(pattern, bindings) ?? arg.type);
  if (pattern.is !== 'function') return undefined;
  const types = pattern.parameters.map((parameter) => substitute(parameter, bindings));
  const known = types.filter((type) => type !== undefined);
  if (known.length !== types.length) return undefined;
  const body = arg.bind(known);
  if (!match(pattern.result, body.type, bindings)) return undefined;
  const result = coerce(body, substitute(pattern.result, bindings) ?? body.type);
  if (!result) return undefined;
  return {
    type: result.type,
    sql: `lambda ${arg.parameters.map(quoted).join(', ')}: ${result.sql}`,
    lambda: { parameters: arg.parameters, body: result.sql },
  };
}
