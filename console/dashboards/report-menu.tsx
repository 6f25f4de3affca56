import type { Choices } from '@tributary/query/dashboards/core/conditions.ts';
import type { Dashboard } from '@tributary/query/dashboards/core/model.ts';
import { useState } from 'preact/hooks';
import { CopyButton } from '../parts/copy-button.tsx';
import { Failure } from '../parts/notice.tsx';
import { Popover } from '../parts/popover.tsx';
import { save } from '../parts/save.ts';
import { commandOf, lastingQueryOf } from './address.ts';

type Props = { readonly dashboard: Dashboard; readonly database: string; readonly choices: Choices };

/** All sheets as one file: here as HTML, and by a command as PDF or picture, too. */
export function ReportMenu(props: Props) {
  return (
    <Popover label="Report" align="end" class="report-menu">
      {() => <ReportPane {...props} />}
    </Popover>
  );
}

function ReportPane({ dashboard, database, choices }: Props) {
  const [state, setState] = useState<{ readonly told?: string; readonly error?: Error }>({});
  const command = commandOf(dashboard.name, lastingQueryOf(dashboard.parameters, choices), `${dashboard.name}.pdf`);
  const make = async () => {
    setState({ told: 'Athena is asked for all sheets…' });
    try {
      const { reportOf } = await import('./report.ts');
      const { html, failures } = await reportOf(dashboard, database, choices);
      save(`${dashboard.name}.html`, 'text/html', html);
      setState({ told: failures === 0 ? 'Downloaded.' : `Downloaded; ${failures} charts failed, and say why.` });
    } catch (cause) {
      setState({ error: cause instanceof Error ? cause : new Error(String(cause)) });
    }
  };
  return (
    <>
      <p>All sheets of what is chosen, as one file that needs nothing else.</p>
      <button type="button" class="main" onClick={make}>
        Download HTML
      </button>
      <p class="quiet" role="status">
        {state.told}
      </p>
      {state.error !== undefined && <Failure error={state.error} what="There is no report." />}
      <p>As PDF, or with .png as a picture:</p>
      <pre>
        <code>{command}</code>
      </pre>
      <CopyButton text={() => command}>Copy command</CopyButton>
    </>
  );
}
