import * as z from 'zod';
import { name, oneOrMore, strict } from '../../src/core/header/strict.ts';
import { parameter } from './filter.ts';
import { visual } from './visual.ts';

// https://docs.aws.amazon.com/quicksight/latest/user/quicksight-limits.html
const sheet = strict({
  title: z.string('a title is expected').min(1).max(100),
  description: z.string().min(1).max(500).optional(),
  visuals: z.array(visual, 'a list of charts is expected').min(1, 'name one chart at least').max(50, '50 at most'),
});

/** A file of `dashboards/`. */
export const dashboard = strict({
  title: z.string('a title is expected').min(1).max(100),
  description: z.string().min(1).max(500).optional(),
  owner: z.string().min(1).optional(),
  tags: oneOrMore(z.string().min(1)).optional(),
  parameters: z.record(name, parameter).default({}),
  sheets: z.array(sheet, 'a list of sheets is expected').min(1, 'name one sheet at least').max(20, '20 at most'),
});
export type DashboardFile = z.infer<typeof dashboard>;
