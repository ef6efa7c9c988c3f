import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { subsetSelection, supportProbabilities } from '../../../../core/privacy/subset-selection.ts';
import { donor, exit, start } from './donor.ts';

test('one vote a line: d distinct ascending ids of the domain, the true answer as often as the law says', async () => {
  const count = 20_000;
  const words = ['votes', '--k', '101', '--epsilon', '4', '--answer', '7', '--count', String(count)];
  const { code, stdout, stderr } = await donor(words);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.endsWith('\n')).toBe(true);
  const lines = stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(count);
  const mechanism = subsetSelection(101, 4);
  expect(mechanism.subsetSize).toBe(2);
  let withAnswer = 0;
  for (const line of lines) {
    const match = /^(\d+) (\d+)$/.exec(line);
    const [low, high] = [Number(match?.[1]), Number(match?.[2])];
    expect(low < high && high < 101).toBe(true);
    if (low === 7 || high === 7) withAnswer++;
  }
  const { p } = supportProbabilities(mechanism);
  // Six standard deviations: a right sampler fails here once in five hundred million runs.
  expect(Math.abs(withAnswer / count - p)).toBeLessThan(6 * Math.sqrt((p * (1 - p)) / count));
});

test('a count that fills no whole write is still exact', async () => {
  const { stdout } = await donor(['votes', '--k', '2', '--epsilon', '1', '--answer', '1', '--count', '2001']);
  expect(stdout.match(/^[01]$/gm)).toHaveLength(2001);
});

test('stops quietly when the reader has seen enough', async () => {
  const child = start(['votes', '--k', '101', '--epsilon', '4', '--answer', '7', '--count', '1000000000']);
  const stderr = text(child.stderr);
  const ended = exit(child);
  child.stdout.once('data', () => child.stdout.destroy());
  expect(await ended).toBe(0);
  expect(await stderr).toBe('');
});
