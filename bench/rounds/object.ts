import { parseObject } from '../parse-object.ts';
import { serveRounds } from './serve.ts';

const [, , file = ''] = process.argv;

serveRounds(() => parseObject(file));
