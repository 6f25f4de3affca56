/** Why a file, or a block of it, is no Avro that can be read: of the bytes, never of how they came. */
export class AvroFault extends Error {
  override readonly name: string = 'AvroFault';
}

/** The bytes end within a value. */
export class AvroEnd extends AvroFault {
  override readonly name: string = 'AvroEnd';
}

/** Throws what is no AvroFault on. */
export function asFault(error: unknown): AvroFault {
  if (error instanceof AvroFault) return error;
  throw error;
}
