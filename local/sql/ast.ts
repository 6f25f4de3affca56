/** Where a construct starts, as Trino counts: lines and columns from 1. */
export type Position = { readonly line: number; readonly column: number };

/** `value` as written, without quotes; names compare without case. */
export type Identifier = { readonly value: string; readonly at: Position };

/** A construct of a kind, and where it starts. */
export type Node<Kind extends string, Rest> = { readonly kind: Kind; readonly at: Position } & Readonly<Rest>;

export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';

export type SortItem = {
  readonly value: Expression;
  readonly descending: boolean;
  readonly nulls?: 'first' | 'last';
  readonly at: Position;
};

export type FrameBound =
  | { readonly kind: 'unbounded preceding' | 'unbounded following' | 'current row' }
  | { readonly kind: 'preceding' | 'following'; readonly value: Expression };

export type WindowFrame = {
  readonly unit: 'ROWS' | 'RANGE' | 'GROUPS';
  readonly start: FrameBound;
  readonly end?: FrameBound;
};

export type WindowSpecification = {
  readonly base?: Identifier;
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly SortItem[];
  readonly frame?: WindowFrame;
};

export type Call = Node<
  'call',
  {
    name: readonly Identifier[];
    args: readonly Expression[];
    star: boolean;
    distinct: boolean;
    orderBy: readonly SortItem[];
    filter?: Expression;
    over?: Identifier | WindowSpecification;
    nulls?: 'ignore' | 'respect';
    overflow?: { readonly behaviour: 'error' | 'truncate'; readonly filler?: string; readonly count: boolean };
  }
>;

/** What SQL/JSON functions take: the input, a path and its PASSING arguments. */
export type JsonPathCall = {
  readonly input: JsonInput;
  readonly path: string;
  readonly passing: readonly { readonly value: JsonInput; readonly name: Identifier }[];
};

export type JsonInput = { readonly value: Expression; readonly formatted: boolean };

export type JsonBehaviour = { readonly kind: string; readonly value?: Expression };

export type Expression =
  | Node<'null', object>
  | Node<'boolean', { value: boolean }>
  | Node<'number', { form: 'integer' | 'decimal' | 'double'; text: string }>
  | Node<'string', { value: string }>
  | Node<'binary', { hex: string }>
  | Node<'typed literal', { type: string; value: string }>
  | Node<'interval', { negative: boolean; value: string; from: string; to?: string }>
  | Node<'parameter', { index: number }>
  | Node<'name', { parts: readonly Identifier[] }>
  | Node<'field', { base: Expression; field: Identifier }>
  | Node<'subscript', { base: Expression; index: Expression }>
  | Call
  | Node<'lambda', { parameters: readonly Identifier[]; body: Expression }>
  | Node<'row', { items: readonly Expression[] }>
  | Node<'array', { items: readonly Expression[] }>
  | Node<'cast', { value: Expression; type: string; try: boolean }>
  | Node<'case', { operand?: Expression; whens: readonly When[]; otherwise?: Expression }>
  | Node<'not', { value: Expression }>
  | Node<'logical', { operator: 'AND' | 'OR'; terms: readonly Expression[] }>
  | Node<'comparison', { operator: ComparisonOperator; left: Expression; right: Expression }>
  | Node<'quantified', { operator: ComparisonOperator; quantifier: 'ALL' | 'ANY'; left: Expression; query: Query }>
  | Node<'between', { value: Expression; low: Expression; high: Expression; negated: boolean }>
  | Node<'in list', { value: Expression; items: readonly Expression[]; negated: boolean }>
  | Node<'in query', { value: Expression; query: Query; negated: boolean }>
  | Node<'like', { value: Expression; pattern: Expression; escape?: Expression; negated: boolean }>
  | Node<'is null', { value: Expression; negated: boolean }>
  | Node<'is distinct', { left: Expression; right: Expression; negated: boolean }>
  | Node<'arithmetic', { operator: ArithmeticOperator; left: Expression; right: Expression }>
  | Node<'negate', { value: Expression }>
  | Node<'plus', { value: Expression }>
  | Node<'at time zone', { value: Expression; zone: Expression }>
  | Node<'extract', { field: Identifier; value: Expression }>
  | Node<'exists', { query: Query }>
  | Node<'subquery', { query: Query }>
  | Node<'grouping', { names: readonly (readonly Identifier[])[] }>
  | Node<'current', { what: string; precision?: number }>
  | Node<'json exists', { call: JsonPathCall; onError: string }>
  | Node<'json value', { call: JsonPathCall; returning?: string; onEmpty: JsonBehaviour; onError: JsonBehaviour }>
  | Node<
      'json query',
      { call: JsonPathCall; returning?: string; wrapper: string; omitQuotes: boolean; onEmpty: string; onError: string }
    >
  | Node<
      'json object',
      {
        members: readonly { readonly key: Expression; readonly value: JsonInput }[];
        absentOnNull: boolean;
        uniqueKeys: boolean;
        returning?: string;
      }
    >
  | Node<'json array', { items: readonly JsonInput[]; absentOnNull: boolean; returning?: string }>;

export type When = { readonly condition: Expression; readonly result: Expression };

export type SelectItem =
  | { readonly kind: 'expression'; readonly value: Expression; readonly alias?: Identifier; readonly at: Position }
  | { readonly kind: 'all'; readonly of?: Expression; readonly aliases: readonly Identifier[]; readonly at: Position };

export type GroupingElement =
  | { readonly kind: 'simple'; readonly terms: readonly Expression[] }
  | { readonly kind: 'sets' | 'cube' | 'rollup'; readonly sets: readonly (readonly Expression[])[] };

export type Select = Node<
  'select',
  {
    distinct: boolean;
    items: readonly SelectItem[];
    from: readonly Relation[];
    where?: Expression;
    groupBy?: readonly GroupingElement[];
    groupDistinct: boolean;
    having?: Expression;
    windows: readonly { readonly name: Identifier; readonly window: WindowSpecification }[];
  }
>;

/** What ORDER BY, OFFSET and LIMIT of a query stand on. */
export type QueryBody =
  | Select
  | Node<'values', { rows: readonly Expression[] }>
  | Node<'table', { name: readonly Identifier[] }>
  | Node<
      'set operation',
      { operator: 'UNION' | 'INTERSECT' | 'EXCEPT'; all: boolean; left: QueryBody; right: QueryBody }
    >
  | Node<'parenthesised', { query: Query }>;

export type RowCount = { readonly count?: number; readonly parameter?: number };

export type Query = Node<
  'query',
  {
    recursive: boolean;
    named: readonly NamedQuery[];
    body: QueryBody;
    orderBy: readonly SortItem[];
    offset?: RowCount;
    limit?: RowCount;
    withTies: boolean;
  }
>;

export type NamedQuery = { readonly name: Identifier; readonly columns: readonly Identifier[]; readonly query: Query };

export type JoinKind = 'inner' | 'left' | 'right' | 'full' | 'cross' | 'implicit';

export type Relation =
  /** `snapshot`: the version of an Iceberg table that is read; without it the present one. */
  | Node<'table reference', { name: readonly Identifier[]; snapshot?: string }>
  | Node<'derived', { query: Query; lateral: boolean }>
  | Node<'unnest', { values: readonly Expression[]; ordinality: boolean }>
  | Node<'aliased', { relation: Relation; alias: Identifier; columns: readonly Identifier[] }>
  | Node<
      'join',
      {
        join: JoinKind;
        left: Relation;
        right: Relation;
        natural: boolean;
        on?: Expression;
        using?: readonly Identifier[];
      }
    >;
