/** A parameter of a deployment that AWS would refuse; thrown while the service is packaged, before anything is made. */
export class ParameterError extends Error {
  override readonly name = 'ParameterError';

  constructor(parameter: string, value: string, wanted: string) {
    super(`Parameter ${parameter} is '${value}': it must be ${wanted}`);
  }
}
