/** A call of which at most so many run at once; the others wait their turn. */
export function limited<A extends readonly unknown[], R>(
  most: number,
  call: (...args: A) => Promise<R>,
): (...args: A) => Promise<R> {
  const waiting: (() => void)[] = [];
  let free = most;
  const enter = async (): Promise<void> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };
  return async (...args) => {
    await enter();
    try {
      return await call(...args);
    } finally {
      leave();
    }
  };
}
