export function Page() {
  return <h1>alarms</h1>;
}
