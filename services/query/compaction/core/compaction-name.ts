/** The jobs' name of it; its work is of all event types, as they are not declared, one statement after the other. */
export const compactionName = 'compaction';
