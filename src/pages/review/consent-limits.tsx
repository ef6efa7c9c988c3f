import { budgetsOf, type Study } from '../../../core/protocol/study.ts';
import type { Settings } from '../../storage/database.ts';
import { epsilonInWords } from '../words/odds.ts';
import { dateInWords } from '../words/time.ts';

interface Props {
  readonly study: Study;
  readonly settings: Settings;
  readonly host: string;
}

/** What leaves, what cannot be undone, and the limits that hold for every study. */
export function ConsentLimits({ study, settings, host }: Props) {
  return (
    <>
      <h3>What leaves this browser</h3>
      <ul>
        <li>
          Plain requests to {host} for the study's rounds and texts. They are the same whether you wrote much, little or
          nothing.
        </li>
        <li>
          One report a round: the round's name, your randomised vote, and 16 random bytes drawn for that report alone,
          so that a repeated delivery counts once. No text, no true answer, no name or number of yours.
        </li>
        {study.cohorts > 1 && (
          <li>
            The study asks its volunteers in {study.cohorts} parts, and this device draws its own part when you join. A
            report shows in which part you are, because only that part is asked. One in {study.cohorts} volunteers is in
            the same one.
          </li>
        )}
        <li>
          Like every web server, {host} sees your network address when it is asked. The report itself carries none.
        </li>
      </ul>

      <p>
        Within two hours after you join, Data Donor looks for open rounds by itself, and again every few hours. All
        texts of a round can be read here for a day before it is answered by itself, and each report leaves at a random
        time within the day after. With “Donate now” you see the questions first, and the reports of one study leave 30
        seconds after you agree. At most {budgetsOf(study).rounds} rounds of this study are answered at a time.
      </p>

      <h3>What cannot be undone</h3>
      <p>
        A report waits on this device before it leaves, and you can cancel it until then. Once sent, a vote cannot be
        found again, by you, by Data Donor or by the researchers, and so it cannot be withdrawn: nothing in it says
        whose it is.{' '}
        {study.format === 'data-donor/study/2' && study.retentionDays !== null
          ? `The study says that its server deletes the single votes at the latest ${study.retentionDays} days after the study has ended, and keeps only their sums.`
          : 'The signed study does not say when its server deletes single votes.'}
      </p>

      <h3>Your limits</h3>
      <p>
        Every vote reveals a little. How much is measured in epsilon. One report of yours may cost at most epsilon{' '}
        {epsilonInWords(settings.capPerReport)}. All your reports in 30 days, over all studies together, may cost at
        most epsilon {epsilonInWords(settings.capWindow)}. A round that would cost more is skipped. Only you can change
        these two limits.
      </p>

      <h3>How far to trust the result</h3>
      <p>
        Anybody with the link may take part, and a person with two browsers may vote twice. The study ends on{' '}
        {dateInWords(Date.parse(study.endsAt))}; no round is answered after that.
      </p>
    </>
  );
}
