import { Page } from './layout.tsx';
import { useAddress, useReader } from './visit.ts';

/** For an address at which there is nothing. */
export function NotFoundPage() {
  const { say, tell } = useReader();
  const to = useAddress();
  return (
    <Page title={say('not_found_title')}>
      <h1>{say('not_found_heading')}</h1>
      <p class="lead">{tell('not_found_lead', { studies: (words) => <a href={to('/')}>{words}</a> })}</p>
    </Page>
  );
}
