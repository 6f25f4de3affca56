/** A statement that Redshift would not run, or that the local cloud does not cover; told as Redshift tells errors. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** What Redshift has and PostgreSQL has not. */
export const notCoveredHere = (what: string) =>
  new Refusal(`Not covered by the local cloud: ${what}. local/README.md says what of Redshift is.`);
