/** A text with stars as a regular expression: each takes as little as it can, the last one at the end all that is left. */
export function globPattern(glob: string): { readonly expression: RegExp; readonly stars: number } {
  const parts = glob.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\/]/g, '\\$&'));
  const end = glob.endsWith('*') ? '$' : '';
  return { expression: new RegExp(parts.join('(.*?)') + end, 's'), stars: parts.length - 1 };
}
