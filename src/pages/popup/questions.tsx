import { useCallback, useEffect, useRef } from 'preact/hooks';
import type { RoundKey } from '../../device.ts';
import { countDrafts } from '../../drafts/draft-store.ts';
import type { Database } from '../../storage/database.ts';
import { roundById } from '../../studies/study-store.ts';
import { studyTitle, textsAddress } from '../device/titles.ts';
import { useStored } from '../device/use-stored.ts';
import { Notice } from '../parts/notice.tsx';

interface Props {
  readonly rounds: readonly RoundKey[];
  readonly busy: boolean;
  onAnswer(): void;
  onCancel(): void;
}

/** The questions that would be answered now, each with the way to all its texts. Nothing was answered so far. */
export function Questions({ rounds, busy, onAnswer, onCancel }: Props) {
  const read = useCallback(
    async (database: Database) => ({
      drafts: await countDrafts(database),
      questions: await Promise.all(rounds.map((round) => readQuestion(database, round))),
    }),
    [rounds],
  );
  const { value } = useStored(read);
  const heading = useRef<HTMLHeadingElement>(null);
  // Once, when the questions have come.
  useEffect(() => heading.current?.focus(), [value === undefined]);
  if (!value) return null;
  const many = rounds.length === 1 ? '1 question' : `${rounds.length} questions`;
  return (
    <div class="card stack-s">
      <h2 ref={heading} tabIndex={-1}>
        {many} to answer
      </h2>
      <ul class="outcomes">
        {value.questions.map(({ study, round, title, studyTitle, texts }) => (
          <li key={`${study} ${round}`}>
            <strong dir="auto">{title}</strong>
            <br />
            <span class="muted" dir="auto">
              {studyTitle}
            </span>
            <br />
            <a
              href={`../home/index.html${textsAddress({ study, round })}`}
              target="_blank"
              aria-label={`Read all texts of ${title}`}
              rel="noopener"
            >
              Read its {texts} texts
            </a>
          </li>
        ))}
      </ul>
      {value.drafts === 0 && (
        <Notice>
          No draft is kept on this device yet, so every answer would be “none”. A round is answered once, and each vote
          counts against your budget.
        </Notice>
      )}
      <button type="button" class="primary wide" disabled={busy} onClick={onAnswer}>
        {busy ? 'Working on this device…' : 'Answer these questions'}
      </button>
      <button type="button" class="wide" disabled={busy} onClick={onCancel}>
        Not now
      </button>
      <p class="muted small">
        The reports of one study leave 30 seconds after the click. Those of other studies leave at times of their own,
        within a day. You can cancel each until then.
      </p>
    </div>
  );
}

async function readQuestion(database: Database, { study, round }: RoundKey) {
  const manifest = (await roundById(database, study, round))?.signed.document;
  return {
    study,
    round,
    title: manifest?.title ?? `Round ${round.slice(0, 8)}`,
    texts: manifest?.texts.count ?? 0,
    studyTitle: await studyTitle(database, study),
  };
}
