import { z } from 'zod';

/** CloudFormation gives flags as true, "true", false or "false". */
export const cfnFlag = z.preprocess(
  (value) => (value === 'true' ? true : value === 'false' ? false : value),
  z.boolean(),
);

export const cfnTags = z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional();
