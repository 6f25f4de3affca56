import type { ColumnType } from '../../src/core/header/columns.ts';
import type { Filter, Parameter } from './filter.ts';
import type { AggregateName, Dimension, Format } from './measure.ts';
import type { Visual } from './visual.ts';

/** Where a chart shows a column. */
export type Role = 'dimension' | 'series' | 'rows' | 'columns';

/** A column that rows are gathered by; `id` names it in the chart's result. */
export type GroupField = {
  readonly id: string;
  readonly role: Role;
  readonly column: string;
  readonly type: ColumnType;
  readonly grain?: Dimension['grain'];
  readonly label: string;
};

type ValueAggregate = {
  readonly aggregate: AggregateName;
  readonly column: string;
  /** Of the column; undefined of `*`. */
  readonly type?: ColumnType | undefined;
};

/** A number of a chart; `id` names it in the chart's result. */
export type ValueField = ValueAggregate & {
  readonly id: string;
  readonly per?: ValueAggregate;
  readonly label: string;
  readonly format: Format;
};

export type FilterField = Filter & { readonly type: ColumnType };

/** A chart, whatever its type: what it groups, what it computes, what it leaves out. */
export type Chart = {
  /** Unique in its dashboard, the same as long as the titles are: letters, digits and `-`. */
  readonly id: string;
  readonly type: Visual['type'];
  readonly title: string;
  readonly description?: string | undefined;
  readonly dataset: string;
  readonly groups: readonly GroupField[];
  readonly values: readonly ValueField[];
  readonly filters: readonly FilterField[];
  readonly stacked: boolean;
  readonly horizontal: boolean;
  /** By what rows are ordered; by measures the greatest come first. */
  readonly sort: 'measure' | 'dimension';
  /** So many of the first group are shown, or of the series where there is one. */
  readonly limit?: number | undefined;
  readonly width: number;
};

export type Sheet = {
  readonly id: string;
  readonly title: string;
  readonly description?: string | undefined;
  readonly charts: readonly Chart[];
};

export type Dashboard = {
  /** The file's. */
  readonly name: string;
  readonly title: string;
  readonly description?: string | undefined;
  readonly owner?: string | undefined;
  readonly tags: readonly string[];
  readonly parameters: Readonly<Record<string, Parameter & { readonly label: string }>>;
  readonly sheets: readonly Sheet[];
};
