import { createPatientProgress, type PatientProgress } from './patient-progress.ts';

const silent = { write: () => true, isTTY: false, columns: 80 };

/** Does something that takes its time, with progress that says what is waited for; without a word where only the answer is to be written. */
export async function patiently<T>(isSilent: boolean, work: (progress: PatientProgress) => Promise<T>): Promise<T> {
  const progress = createPatientProgress(isSilent ? silent : process.stdout);
  const looks = setInterval(() => progress.look(), 1_000);
  try {
    return await work(progress);
  } finally {
    clearInterval(looks);
  }
}
