import { createParseObject } from '../parse-object.ts';
import { serveRounds } from './serve.ts';

const [, , file = ''] = process.argv;

const parseObject = createParseObject();

serveRounds(() => parseObject(file));
