import { localAccount, namesOf } from '../../target.ts';
import type { Answering } from '../api.ts';

/** `lake`: which lake this is, and the names of its parts. */
export const lake: Answering = async ({ target }) => ({
  account: process.env.LAKE_ACCOUNT || localAccount,
  region: target.client.region,
  stage: target.stage,
  names: await namesOf(target),
});
