/** What `lake new` makes: a file's whole text, which of it is new, and what to do next. */
export type Made = {
  /** From the folder of the services: `query/datasets/orders.sql`. */
  readonly file: string;
  readonly text: string;
  readonly added: string;
  readonly next: readonly string[];
};
