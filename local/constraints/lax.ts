/** What a model says and its service does not enforce, or enforces in other words in its own file: `<service>.<shape>`, then keywords. */
export const laxConstraints: Readonly<Record<string, readonly string[]>> = {
  'lambda.Runtime': ['enum'],
};
