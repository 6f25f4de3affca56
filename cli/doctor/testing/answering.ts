/** An AWS of answers by the names of commands: an error is thrown, a function is asked with the input. */
export function answering(answers: Readonly<Record<string, object | Error | ((input: object) => object)>>) {
  const asked: { readonly name: string; readonly input: object }[] = [];
  const send = async (command: {
    readonly input: object;
    readonly constructor: { readonly name: string };
  }): Promise<object> => {
    const name = command.constructor.name.replace(/Command$/, '');
    asked.push({ name, input: command.input });
    const answer = answers[name];
    if (answer === undefined) throw new Error(`${name} is not answered here`);
    if (answer instanceof Error) throw answer;
    if (typeof answer !== 'function') return answer;
    const given = answer(command.input);
    if (given instanceof Error) throw given;
    return given;
  };
  return { asked, send };
}

/** An error as AWS names it. */
export function named(name: string, message = 'no'): Error {
  return Object.assign(new Error(message), { name });
}
