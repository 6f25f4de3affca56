/** LAKE_ACCOUNT or LAKE_PEERS is none. */
export class NeighboursError extends Error {
  override readonly name = 'NeighboursError';
}

/** Twelve digits. */
export function readAccount(text: string): string {
  if (/^\d{12}$/.test(text)) return text;
  throw new NeighboursError(`LAKE_ACCOUNT is an account's twelve digits, not ${text}.`);
}

/** Endpoints, separated by commas; without a slash at their ends. */
export function readPeers(text: string): readonly string[] {
  const given = text.split(',').map((each) => each.trim().replace(/\/$/, ''));
  return given
    .filter((each) => each !== '')
    .map((each) => {
      if (/^https?:\/\/[\w.-]+(?::\d+)?$/.test(each)) return each;
      throw new NeighboursError(`LAKE_PEERS are endpoints of local clouds (http://127.0.0.1:4567), not ${each}.`);
    });
}
