import { NotDeployedError } from '../../jobs/place.ts';
import { NotThereError } from '../api.ts';

/** What a service that is not deployed cannot say is not there, in the words of the command line. */
export async function whereDeployed<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof NotDeployedError ? new NotThereError(error.message, { cause: error }) : error;
  }
}
