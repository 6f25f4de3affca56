export function Page() {
  return <h1>objects</h1>;
}
