import { Page } from './layout.tsx';

/** For an address at which there is nothing. */
export function NotFoundPage() {
  return (
    <Page title="Not found">
      <h1>There is nothing at this address</h1>
      <p class="lead">
        The study may have another name, or the link may have lost its end. The <a href="/">studies on this server</a>{' '}
        are all listed. A preview is gone once it was opened or thrown away.
      </p>
    </Page>
  );
}
