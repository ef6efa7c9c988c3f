import { expect, test } from 'vitest';
import { readText } from './tracked-files.ts';

test('docs/protocol.md shows the bytes of the worked documents', () => {
  const page = readText('docs/protocol.md');
  const { seed, documents, texts, embeddings, votes, prevalenceVotes, report, joinLink } = JSON.parse(
    readText('tests/vectors/core/protocol/protocol.json'),
  );
  const shown: string[] = [seed, texts.hex, texts.sha256, embeddings.hex, embeddings.sha256, joinLink.text];
  shown.push(...prevalenceVotes.map((vote: { base64url: string }) => vote.base64url));
  shown.push(...votes.map((vote: { base64url: string }) => vote.base64url), JSON.stringify(report));
  for (const { name, canonical, sha256, signature } of documents) {
    if (name === 'study/2' || name === 'round/2') shown.push(canonical, sha256, signature);
  }
  expect(shown).toHaveLength(19);
  expect(shown.filter((each) => !page.includes(each))).toEqual([]);
});
