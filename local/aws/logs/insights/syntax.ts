/** An expression over an event's fields. */
export type Expression =
  | { readonly kind: 'value'; readonly value: string | number }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'matches'; readonly of: Expression; readonly pattern: RegExp; readonly negated: boolean }
  | { readonly kind: 'in'; readonly of: Expression; readonly list: readonly Expression[]; readonly negated: boolean }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly text: string };

/** An expression with the name that its column has. */
export type Named = { readonly expression: Expression; readonly name: string };

export type Command =
  | { readonly kind: 'fields'; readonly fields: readonly Named[] }
  | { readonly kind: 'display'; readonly fields: readonly Named[] }
  | { readonly kind: 'filter'; readonly test: Expression }
  | { readonly kind: 'parse'; readonly of: Expression; readonly pattern: RegExp; readonly names: readonly string[] }
  | { readonly kind: 'stats'; readonly measures: readonly Named[]; readonly by: readonly Named[] }
  | { readonly kind: 'sort'; readonly by: readonly { readonly expression: Expression; readonly descending: boolean }[] }
  | { readonly kind: 'limit'; readonly count: number }
  | { readonly kind: 'dedup'; readonly fields: readonly Named[] };

export type Query = readonly Command[];
