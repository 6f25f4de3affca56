import { exampleLines, exampleMessages } from '../../sample/examples.ts';
import type { Answering } from '../api.ts';

/** `examples`: a text of lines and one of messages out of the sample, to be tried. */
export const examples: Answering = async () => ({ lines: await exampleLines(), messages: await exampleMessages() });
