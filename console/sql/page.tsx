export function Page() {
  return <h1>sql</h1>;
}
