/** While an object was worked on, a newer version of its key came: what is there now is to be converted, from its beginning. */
export class SupersededError extends Error {
  override readonly name = 'SupersededError';
}
