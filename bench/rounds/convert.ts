import { createConvertOne } from '../convert-file.ts';
import { serveRounds } from './serve.ts';

const [, , file = ''] = process.argv;

const convertOne = createConvertOne();

serveRounds(() => convertOne(file));
