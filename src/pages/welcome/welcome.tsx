import { defaultCaps } from '../../../core/privacy/ledger.ts';
import { questionOdds, timesInHundred } from '../../../core/words/odds.ts';
import { say, tell } from '../../language/say.ts';
import { JoinForm, reviewAddress } from '../parts/join-form.tsx';
import { Masthead } from '../parts/masthead.tsx';
import { OddsDots } from '../parts/odds-dots.tsx';
import { WhereItStands } from './where-it-stands.tsx';

const example = questionOdds({ rule: 'which', fewestTexts: 20, epsilon: defaultCaps.perReport });

export function Welcome() {
  return (
    <div class="page page-document">
      <Masthead />
      <main class="stack-l">
        <section class="stack">
          <h1>{say('welcome_heading')}</h1>
          <WhereItStands />
        </section>
        <section class="stack" aria-labelledby="how">
          <h2 id="how">{say('welcome_how')}</h2>
          <ol class="steps">
            <li>
              <h3>{say('welcome_where')}</h3>
              <p>
                {tell('welcome_where_text', {
                  try: (words) => (
                    <a href="../try-it/index.html" target="_blank" rel="noopener">
                      {words}
                    </a>
                  ),
                })}
              </p>
            </li>
            <li>
              <h3>{say('welcome_asks')}</h3>
              <p>{say('welcome_asks_text')}</p>
            </li>
            <li>
              <h3>{say('welcome_chance')}</h3>
              <p>{say('welcome_chance_text')}</p>
              <figure class="example">
                <OddsDots probability={example.probabilityTrue} />
                <figcaption class="small">
                  {say('welcome_chance_example', {
                    epsilon: defaultCaps.perReport,
                    times: timesInHundred(example.probabilityTrue),
                  })}
                </figcaption>
              </figure>
            </li>
            <li>
              <h3>{say('welcome_picture')}</h3>
              <p>{say('welcome_picture_text')}</p>
            </li>
          </ol>
        </section>
        <div class="two-columns">
          <section class="stack-s" aria-labelledby="leaves">
            <h2 id="leaves">{say('welcome_leaves')}</h2>
            <ul>
              <li>{say('welcome_leaves_vote')}</li>
              <li>{say('welcome_leaves_bytes')}</li>
              <li>{say('welcome_leaves_requests')}</li>
            </ul>
          </section>
          <section class="stack-s" aria-labelledby="never">
            <h2 id="never">{say('welcome_never')}</h2>
            <ul>
              <li>{say('welcome_never_text')}</li>
              <li>{say('welcome_never_answer')}</li>
              <li>{say('welcome_never_sites')}</li>
              <li>{say('welcome_never_name')}</li>
            </ul>
          </section>
        </div>
        <section class="stack" aria-labelledby="join">
          <h2 id="join">{say('welcome_join')}</h2>
          <p>{say('welcome_join_text')}</p>
          <JoinForm onLink={(link) => location.assign(reviewAddress(link))} />
        </section>
        <p class="muted">
          {tell('welcome_control', { home: (words) => <a href="../home/index.html#studies">{words}</a> })}
        </p>
      </main>
    </div>
  );
}
