import { parseArgs } from 'node:util';
import { stageFileOf } from '@tributary/shared/serverless/stages/files.ts';
import { placeOf } from './place.ts';

/** `tsx delivery/place-of-stage.ts --stage dev >> "$GITHUB_OUTPUT"`: where a stage is, for the steps that follow. */
const { stage } = parseArgs({ options: { stage: { type: 'string', default: 'dev' } } }).values;
const place = placeOf(stage, stageFileOf(stage), process.env.LAKE_PREFIX ?? 'tributary');
if (place.notice !== undefined) console.error(place.notice);
for (const [name, value] of Object.entries(place.outputs)) console.log(`${name}=${value}`);
