import { readCompiled } from '@tributary/shared/compiled.ts';
import { compiled } from '../src/core/compiled.ts';
import { type Copy, copiesOf } from './core/copy.ts';

/** The copies that are declared, as a bundle in `egress/functions/<name>/` has them. */
export function readCopies(moduleUrl: string): readonly Copy[] {
  return copiesOf(readCompiled(new URL('../../../src/', moduleUrl).href, compiled).datasets);
}
