import { describe, expect, test } from 'vitest';
import { fold } from '../../../../core/folding.ts';
import { languages, offTopic, readMessageSet } from '../../../../evaluation/languages/message-set.ts';
import type { TopicText } from '../../../../fleet/topic-texts.ts';

const topicsOf = (texts: readonly TopicText[]) => [...new Set(texts.map(({ topic }) => topic))];
const topics = topicsOf(readMessageSet('en').candidates);

test('the set is in sixteen languages', () => {
  expect(new Set(languages).size).toBe(16);
});

describe.each(languages)('the messages in %s', (language) => {
  const { candidates, messages, heldOut } = readMessageSet(language);

  test('have the topics of the candidates, which are the same in all languages', () => {
    expect(topics).toHaveLength(10);
    expect(topicsOf(candidates)).toEqual(topics);
    expect(topicsOf(messages)).toEqual([...topics, offTopic]);
    expect(topicsOf(heldOut)).toEqual(topics);
  });

  test('are at least 20 on topics, and at least 2 held-out ones for each topic', () => {
    expect(messages.filter(({ topic }) => topic !== offTopic).length).toBeGreaterThanOrEqual(20);
    expect(heldOut.length).toBeGreaterThanOrEqual(20);
    for (const topic of topics)
      expect(heldOut.filter((message) => message.topic === topic).length, topic).toBeGreaterThanOrEqual(2);
  });

  test('are no two alike, and like no candidate', () => {
    const letters = ({ text }: TopicText) => fold(text).replaceAll(/[^\p{L}\p{N}]/gu, '');
    const all = [...candidates, ...messages, ...heldOut].map(letters);
    expect(all.filter((text, i) => all.indexOf(text) !== i)).toEqual([]);
  });
});
