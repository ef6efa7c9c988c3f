import { languagesInWords } from '../../core/languages.ts';
import { percent } from '../../core/percent.ts';
import { realisedEpsilon, supportProbabilities } from '../../core/privacy/subset-selection.ts';
import { languagesOf } from '../../core/protocol/study.ts';
import type { StoredRound, StoredStudy } from '../store/publication-store.ts';
import { Page } from './layout.tsx';
import { LogHead } from './log-head.tsx';
import { ScrollArea } from './scroll-area.tsx';
import { KindNotice, StateNotice } from './study-notices.tsx';
import { count, epsilon, retentionInWords, time } from './wording.ts';

interface StudyPageProps {
  readonly stored: StoredStudy;
  readonly isClosed: (round: StoredRound) => boolean;
  readonly joinLink: string;
  /** The study that corrects this one. */
  readonly correction: StoredStudy | undefined;
}

/** `/studies/:name` */
export function StudyPage({ stored, isClosed, joinLink, correction }: StudyPageProps) {
  const study = stored.signed.document;
  return (
    <Page title={study.title} trail={[{ href: `/studies/${study.name}/results`, label: 'Results' }]}>
      <h1>{study.title}</h1>
      <p class="lead">{study.summary}</p>
      <KindNotice study={study} />
      <StateNotice stored={stored} correction={correction} />

      {!stored.withdrawn && stored.endedAt === undefined && (
        <section class="panel" aria-labelledby="join">
          <h2 id="join">Join</h2>
          <p>
            With the Data Donor extension in your browser, copy this link (one click selects all of it) and paste it
            into the extension. Nothing is sent before you have read and accepted the consent there.
          </p>
          <code class="link">{joinLink}</code>
          {stored.rounds.every(isClosed) && (
            <p class="notice">
              All questions so far are closed. Who joins now is asked nothing until another one opens.
            </p>
          )}
          <p class="meta">
            The link is the same for everybody. <a href={joinLink}>What to do with it, step by step</a>
          </p>
        </section>
      )}

      <h2>What it asks</h2>
      <ScrollArea label="What the study asks">
        <table class="plain">
          <thead>
            <tr>
              <th scope="col">Question</th>
              <th scope="col">Choices</th>
              <th scope="col" class="number">
                ε of a report
              </th>
              <th scope="col" class="number">
                Vote holds the true answer
              </th>
              <th scope="col">Closes</th>
              <th scope="col" class="number">
                Released from
              </th>
            </tr>
          </thead>
          <tbody>
            {stored.rounds.map((round) => {
              const { title, kind, texts, mechanism, closesAt, release } = round.signed.document;
              return (
                <tr key={round.id}>
                  <th scope="row">
                    {title} <span class="badge">{isClosed(round) ? 'closed' : 'open'}</span>
                  </th>
                  <td>
                    {count(texts.count)} {kind === 'candidates' ? 'messages' : 'phrases'}, or none
                  </td>
                  <td class="number">{epsilon(realisedEpsilon(mechanism))}</td>
                  <td class="number">{percent(supportProbabilities(mechanism).p)} of the time</td>
                  <td>{isClosed(round) ? 'closed' : <time dateTime={closesAt}>{time(closesAt)}</time>}</td>
                  <td class="number">{count(release.minimumReports)} reports</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollArea>

      <h2>Consent</h2>
      <div class="prose">
        {study.consent.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </div>

      <h2>Privacy policy</h2>
      <div class="prose">
        {study.privacyPolicy.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </div>

      <h2>Withdrawing</h2>
      <div class="prose">
        <p>{study.withdrawal}</p>
      </div>

      <h2>Who answers for it</h2>
      <dl class="facts">
        <dt>Data controller</dt>
        <dd>{study.controller.name}</dd>
        <dt>Contact</dt>
        <dd>{study.controller.contact}</dd>
        <dt>Ends</dt>
        <dd>
          <time dateTime={study.endsAt}>{time(study.endsAt)}</time>
        </dd>
        <dt>Single votes</dt>
        <dd>{retentionInWords(study)}</dd>
        <dt>Languages</dt>
        <dd>{languagesInWords(languagesOf(study))}</dd>
        <dt>Embedding model</dt>
        <dd>{study.model.id}</dd>
        <dt>Study</dt>
        <dd>
          <code class="hash">{stored.id}</code>
        </dd>
        <dt>Public key</dt>
        <dd>
          <code class="hash">{study.publicKey}</code>
        </dd>
      </dl>
      <LogHead id={stored.rounds.at(-1)?.id} />
    </Page>
  );
}
