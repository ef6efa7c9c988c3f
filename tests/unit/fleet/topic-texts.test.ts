import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readTopicTexts } from '../../../fleet/topic-texts.ts';

const demoFile = (name: string) => readTopicTexts(readFileSync(`studies/demo/${name}`, 'utf8'));

describe('topic texts', () => {
  test('stand under the last heading, in the order of the lines, trimmed', () => {
    expect(readTopicTexts('# about\n# food\n\n  soup \nbread\r\n# work\nmeeting')).toEqual([
      { topic: 'food', text: 'soup' },
      { topic: 'food', text: 'bread' },
      { topic: 'work', text: 'meeting' },
    ]);
  });

  test('need a heading', () => {
    expect(() => readTopicTexts('\nsoup\n# food')).toThrow(
      'line 2: expected a "# topic" heading before the first text',
    );
  });
});

describe('the demo study', () => {
  test('has 40 candidates over at least 12 topics and 20 fragments, all different', () => {
    const candidates = demoFile('candidates.txt');
    expect(new Set(candidates.map(({ text }) => text)).size).toBe(40);
    expect(candidates).toHaveLength(40);
    expect(new Set(candidates.map(({ topic }) => topic)).size).toBeGreaterThanOrEqual(12);
    const fragments = demoFile('fragments.txt').map(({ text }) => text);
    expect(fragments).toHaveLength(20);
    expect(new Set(fragments).size).toBe(20);
    for (const fragment of fragments) expect(fragment.split(' ').length).toBeLessThanOrEqual(4);
  });

  test('has several hundred distinct drafts about the same topics and some about none', () => {
    const drafts = demoFile('drafts.txt');
    expect(new Set(drafts.map(({ text }) => text)).size).toBe(drafts.length);
    expect(drafts.length).toBeGreaterThanOrEqual(400);
    const topics = new Set(demoFile('candidates.txt').map(({ topic }) => topic));
    expect(new Set(drafts.map(({ topic }) => topic))).toEqual(new Set([...topics, 'none']));
  });
});
