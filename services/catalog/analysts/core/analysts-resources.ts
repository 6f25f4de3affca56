import { lakeGrants } from './grants.ts';
import { analystsRole } from './role.ts';
import type { AnalystsSettings, Resources } from './settings.ts';

/** A LF-tag's key has 50 characters at most. https://docs.aws.amazon.com/lake-formation/latest/dg/TBAC-notes.html */
const maxKey = 50;

/** Everything by which analysts read the lake database without its sensitive columns. */
export function analystsResources(settings: AnalystsSettings): Resources {
  if (settings.tagKey.length > maxKey)
    throw new Error(
      `The tag ${settings.tagKey} of Lake Formation has over ${maxKey} characters: take a shorter prefix or stage`,
    );
  return { ...analystsRole(settings), ...lakeGrants(settings) };
}
