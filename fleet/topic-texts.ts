/** One text of a file with "# topic" headings, and the heading it stands under. */
export interface TopicText {
  readonly topic: string;
  readonly text: string;
}

/**
 * Reads a file of one text a line, in the order of the lines. As in the files of a study, blank lines and lines that
 * start with "#" are no texts; here the last "#" line before a text is its topic.
 *
 * @throws {Error} when a text stands before the first heading
 */
export function readTopicTexts(source: string): TopicText[] {
  let topic: string | undefined;
  return source.split('\n').flatMap((line, index) => {
    const text = line.trim();
    if (text.startsWith('#')) topic = text.slice(1).trim();
    if (text === '' || text.startsWith('#')) return [];
    if (topic === undefined) throw new Error(`line ${index + 1}: expected a "# topic" heading before the first text`);
    return [{ topic, text }];
  });
}
