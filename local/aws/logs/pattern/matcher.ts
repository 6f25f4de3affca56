/** Whether a log message matches a filter pattern. */
export type Matcher = (message: string) => boolean;
