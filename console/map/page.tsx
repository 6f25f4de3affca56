export function Page() {
  return <h1>map</h1>;
}
