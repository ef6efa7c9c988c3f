import { defaultCaps } from '../../../core/privacy/ledger.ts';
import { questionOdds, timesInHundred } from '../../../core/words/odds.ts';
import { JoinForm, reviewAddress } from '../parts/join-form.tsx';
import { Masthead } from '../parts/masthead.tsx';
import { OddsDots } from '../parts/odds-dots.tsx';

const example = questionOdds({ rule: 'which', fewestTexts: 20, epsilon: defaultCaps.perReport });

export function Welcome() {
  return (
    <div class="page page-document">
      <Masthead />
      <main class="stack-l">
        <section class="stack">
          <h1>Help a study learn what people write about, without showing anyone what you wrote</h1>
          <p class="lead">
            Data Donor is off. It keeps nothing until you allow a site, and it sends nothing until you join a study.
          </p>
        </section>
        <section class="stack" aria-labelledby="how">
          <h2 id="how">How it works</h2>
          <ol class="steps">
            <li>
              <h3>You choose where</h3>
              <p>
                On the sites you allow, and only there, Data Donor keeps the drafts you type. They stay on this device.
                You can{' '}
                <a href="../try-it/index.html" target="_blank" rel="noopener">
                  try every kind of field
                </a>{' '}
                and see what would be kept.
              </p>
            </li>
            <li>
              <h3>A study asks</h3>
              <p>
                It publishes texts that its researchers made up, for instance 40 short messages, and asks which of them
                is most like something you wrote. Your browser works out the answer by itself. “None of these” is an
                answer, too.
              </p>
            </li>
            <li>
              <h3>Chance changes your answer</h3>
              <p>
                Before anything leaves, the answer is randomised: with stated odds the vote is another answer, drawn at
                random. So nobody who sees your vote can be sure what you wrote, not even the study.
              </p>
              <figure class="example">
                <OddsDots probability={example.probabilityTrue} />
                <figcaption class="small">
                  A hundred votes among 20 texts at epsilon {defaultCaps.perReport}, the most one report may spend
                  unless you say otherwise: {timesInHundred(example.probabilityTrue)} hold the true answer, the others a
                  random one.
                </figcaption>
              </figure>
            </li>
            <li>
              <h3>Many votes make a picture</h3>
              <p>
                From the sum of many such votes the study can work out how often each answer is true among all
                volunteers, with an honest margin. About you alone it learns little, and never more than the odds allow.
              </p>
            </li>
          </ol>
        </section>
        <div class="two-columns">
          <section class="stack-s" aria-labelledby="leaves">
            <h2 id="leaves">What leaves the browser</h2>
            <ul>
              <li>The randomised vote, with the name of the round it answers</li>
              <li>16 random bytes, drawn anew for each report, so that a repeated delivery counts once</li>
              <li>
                Plain requests for the study's public documents, the same for everybody. Like every web server, the
                study's server sees your network address while it answers
              </li>
            </ul>
          </section>
          <section class="stack-s" aria-labelledby="never">
            <h2 id="never">What never leaves</h2>
            <ul>
              <li>What you type, in whole or in part, also not in coded form</li>
              <li>Your true answer</li>
              <li>The sites you visit or allow</li>
              <li>A name, account or number of you or of this browser</li>
            </ul>
          </section>
        </div>
        <section class="stack" aria-labelledby="join">
          <h2 id="join">Join a study</h2>
          <p>
            A study gives you a join link. Paste it here, or open it in a tab and choose Data Donor in the toolbar.
            Before you decide, you read what the study asks, who is responsible, and the odds for each kind of question.
          </p>
          <JoinForm onLink={(link) => location.assign(reviewAddress(link))} />
        </section>
        <p class="muted">
          You can see, pause, forget and erase all of it at any time:{' '}
          <a href="../home/index.html#studies">open Data Donor</a>.
        </p>
      </main>
    </div>
  );
}
