import { hostInWords } from '../words/origins.ts';

interface Props {
  readonly decision: 'joined' | 'declined';
  readonly title: string;
  readonly server: string;
}

/** What the decision did, and what comes next. */
export function Decided({ decision, title, server }: Props) {
  const host = hostInWords(server);
  if (decision === 'declined') {
    return (
      <section class="stack">
        <h1 tabIndex={-1}>You declined “{title}”</h1>
        <p class="lead">Nothing more was sent.</p>
        <p>
          The one request for the study's description was all that {host} received from this browser. The permission to
          reach {host} was given back, unless another study of yours needs it. You can close this tab.
        </p>
      </section>
    );
  }
  return (
    <section class="stack">
      <h1 tabIndex={-1}>You joined “{title}”</h1>
      <p class="lead">
        Next, choose a site on which Data Donor may keep the drafts you type. Until you do, it keeps none.
      </p>
      <p>
        Go to a site where you write, open Data Donor from the toolbar and choose “Allow on this site”; or add sites by
        hand. From tomorrow on, Data Donor answers the study's open rounds by itself, also while there are no drafts:
        then the answer is “none of these”.
      </p>
      <div class="actions">
        <a class="button primary" href="../home/index.html#sites">
          Choose sites
        </a>
        <a class="button" href="../home/index.html#studies">
          See your studies
        </a>
      </div>
    </section>
  );
}
