import { instant } from '@tributary/shared/span.ts';

/** Services that are not there, in the words of the command line. */
export function NotDeployed({ services }: { readonly services: readonly string[] }) {
  return (
    <>
      {services.map((message) => (
        <p key={message} class="notice failure" role="alert">
          {message}
        </p>
      ))}
    </>
  );
}

/** A time in UTC; nothing of none. */
export function At({ time }: { readonly time: string | null }) {
  return time === null ? null : <time dateTime={time}>{instant(Date.parse(time))}</time>;
}
