/** The captured fields of an httplog line, as one would write them in SQL; request and captures as they stand, nothing decoded. */
export const pattern =
  '(\\S+):(\\d+) \\[([^\\]]+)\\] (\\S+) ([^ /]+)/(\\S+) (-?\\d+)/(-?\\d+)/(-?\\d+)/(-?\\d+)/\\+?(-?\\d+) (-?\\d+) \\+?(\\d+) (\\S+) (\\S+) ' +
  '(\\S{4}) (\\d+)/(\\d+)/(\\d+)/(\\d+)/\\+?(\\d+) (\\d+)/(\\d+) (?:\\{([^}]*)\\} )?(?:\\{([^}]*)\\} )?"(\\S+) ?(\\S*) ?(HTTP/\\d\\.\\d)?"?';
/** Its groups. */
export const fields = Array.from({ length: 28 }, (_, index) => `f${index + 1}`);
