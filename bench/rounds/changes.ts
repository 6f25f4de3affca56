import { createLandChanges } from '../land-changes.ts';
import { serveRounds } from './serve.ts';

const [, , file = ''] = process.argv;

const landChanges = createLandChanges();

serveRounds(() => landChanges(file));
