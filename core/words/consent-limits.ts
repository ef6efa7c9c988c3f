import type { Caps } from '../privacy/ledger.ts';
import { budgetsOf, type Study } from '../protocol/study.ts';
import { epsilonInWords } from './odds.ts';

/** What the consent page says below the questions. */
export interface LimitsInWords {
  /** What leaves the browser, one entry each. */
  readonly leaves: readonly string[];
  readonly looking: string;
  readonly undone: string;
  readonly limits: string;
  readonly trust: string;
}

/**
 * The words of the consent page about what leaves, what cannot be undone, and the limits that hold for every study.
 *
 * @param host of the study server
 * @param caps of the volunteer
 * @param endsOn the day on which the study ends, in words
 */
export function limitsInWords(study: Study, host: string, caps: Caps, endsOn: string): LimitsInWords {
  const { cohorts } = study;
  return {
    leaves: [
      `Plain requests to ${host} for the study's rounds and texts. They are the same whether you wrote much, little or nothing.`,
      "One report a round: the round's name, your randomised vote, and 16 random bytes drawn for that report alone, so that a repeated delivery counts once. No text, no true answer, no name or number of yours.",
      ...(cohorts > 1
        ? [
            `The study asks its volunteers in ${cohorts} parts, and this device draws its own part when you join. A report shows in which part you are, because only that part is asked. One in ${cohorts} volunteers is in the same one.`,
          ]
        : []),
      `Like every web server, ${host} sees your network address when it is asked. The report itself carries none.`,
    ],
    looking: `Within two hours after you join, Data Donor looks for open rounds by itself, and again every few hours. All texts of a round can be read here for a day before it is answered by itself, and each report leaves at a random time within the day after. With “Donate now” you see the questions first, and the reports of one study leave 30 seconds after you agree. At most ${budgetsOf(study).rounds} rounds of this study are answered at a time.`,
    undone: `A report waits on this device before it leaves, and you can cancel it until then. Once sent, a vote cannot be found again, by you, by Data Donor or by the researchers, and so it cannot be withdrawn: nothing in it says whose it is. ${
      study.format === 'data-donor/study/2' && study.retentionDays !== null
        ? `The study says that its server deletes the single votes at the latest ${study.retentionDays} days after the study has ended, and keeps only their sums.`
        : 'The signed study does not say when its server deletes single votes.'
    }`,
    limits: `Every vote reveals a little. How much is measured in epsilon. One report of yours may cost at most epsilon ${epsilonInWords(caps.perReport)}. All your reports in 30 days, over all studies together, may cost at most epsilon ${epsilonInWords(caps.window)}. A round that would cost more is skipped. Only you can change these two limits.`,
    trust: `Anybody with the link may take part, and a person with two browsers may vote twice. The study ends on ${endsOn}; no round is answered after that.`,
  };
}
