export function Page() {
  return <h1>tables</h1>;
}
