export function Page() {
  return <h1>lines</h1>;
}
