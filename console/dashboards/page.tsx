export function Page() {
  return <h1>dashboards</h1>;
}
