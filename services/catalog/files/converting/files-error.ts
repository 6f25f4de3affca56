/** Files cannot become the table that they are to be; trying again does not help, somebody has to look. */
export class FilesError extends Error {
  override readonly name = 'FilesError';
}
