/** Of a report: one page, narrow or wide, on a screen or on paper. */
export const style = `
body { margin: 0 auto; max-width: 76rem; padding: 1rem; background: #fff; color: #1b1f24; font: 15px/1.45 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.6rem; }
h2 { margin: 1.5rem 0 .5rem; font-size: 1.2rem; }
p { margin: .25rem 0; }
.about, small { color: #57606a; }
.charts { display: grid; grid-template-columns: repeat(12, minmax(0, 1fr)); gap: .75rem; }
figure { grid-column: span var(--width); margin: 0; padding: .75rem; border: 1px solid #d0d7de; border-radius: 6px; break-inside: avoid; }
figcaption { font-weight: 600; }
figcaption small { display: block; font-weight: 400; }
svg { display: block; width: 100%; height: auto; }
p.number { font-size: 1.8rem; font-weight: 600; }
p.number small { font-size: .9rem; font-weight: 400; }
.failure { color: #a40e26; }
.rows { overflow: auto; max-height: 30rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .5rem; border-bottom: 1px solid #d8dee4; text-align: left; white-space: nowrap; }
th { position: sticky; top: 0; background: #fff; }
th.number, td.number { text-align: right; }
@media (max-width: 45rem) { figure { grid-column: 1 / -1; } figure.kpi { grid-column: span 6; } }
@media print { .rows { max-height: none; overflow: visible; } th, td { white-space: normal; } body { max-width: none; } }
`;
