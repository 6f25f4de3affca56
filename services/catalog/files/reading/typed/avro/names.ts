/** Where a schema's names are looked up: those without a namespace are of the one around them. */
export type Scope = string;

const primitives: ReadonlySet<string> = new Set([
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
]);

export function isPrimitive(name: string): boolean {
  return primitives.has(name);
}

/** The full name that a named type is known by. */
export function fullName(name: string, namespace: string | undefined, scope: Scope): string {
  if (name.includes('.')) return name;
  const within = namespace ?? scope;
  return within === '' ? name : `${within}.${name}`;
}

/** The namespace of a full name. */
export function scopeOf(name: string): Scope {
  const end = name.lastIndexOf('.');
  return end < 0 ? '' : name.slice(0, end);
}
