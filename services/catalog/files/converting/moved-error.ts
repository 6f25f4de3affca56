/** The types of a table are being made anew, and what was to be written is no longer what readers see: it is to be begun again. */
export class MovedError extends Error {
  override readonly name = 'MovedError';
}
