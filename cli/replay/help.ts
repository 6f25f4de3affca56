/** `lake replay --help`. */
export const replayHelp = `lake replay: what failed, what was rejected, or hours of raw, once more through the present code

  lake replay raw [logs] --from HOUR [--to HOUR] [--source NAME]   objects of raw/logs/<source>/ through parse-logs
  lake replay raw logs --key KEY                                   one object, or all below a folder
  lake replay raw events --from HOUR [--to HOUR] [--type TYPE]     events under raw/events/ to facts, by the present facts.yml
  lake replay failed [events|facts|logs]                           what Firehose has put under failed/, to where it was to go
  lake replay rejected [haproxy|bridge|drain] [--reason REASON]    the objects that rejected lines came from, through parse-logs;
                                                                   rejected messages of RabbitMQ through the routes to the stream
  lake replay dead-letters [QUEUE…]                                messages back to the queues that gave them up; failed calls of
                                                                   functions called again

Without --go nothing is changed: it says how many objects, bytes and records there are, and what would be done.

  --go                 does it
  --from, --to         hours in UTC (2026-11-20T13) or days (2026-11-20); --to is not part of the range, and is now if it is left out
  --run NAME           the name under which the raw bucket keeps what is done (replay/runs/NAME.json): an interrupted run goes on from there
  --again              does a run of that name once more from its beginning
  --json               a line of JSON per run or queue
  --stage, --profile, --region   the lake on AWS, as for the other commands

Ctrl-C ends a run after the present step. All of it can be repeated: rows, facts and objects are replaced, not added. Facts that are stated
anew have the same fact_id as before.
Exit codes: 0 done, 1 it failed or records failed again, 2 the call is wrong, 130 interrupted.
`;
