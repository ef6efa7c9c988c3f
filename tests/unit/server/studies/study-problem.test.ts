import { expect, test } from 'vitest';
import { fieldName, fieldPath, formatProblem, StudyFolderError } from '../../../../server/studies/study-problem.ts';

test.each([
  [{ file: 'a.txt', message: 'expected a text' }, 'a.txt: expected a text'],
  [{ file: 'a.txt', line: 3, column: 1, message: 'the same text' }, 'a.txt:3:1: the same text'],
  [
    { file: 'study.yaml', line: 12, column: 5, field: 'rounds[0].epsilon', message: 'expected a number' },
    'study.yaml:12:5: rounds[0].epsilon: expected a number',
  ],
])('%j reads %j', (problem, line) => {
  expect(formatProblem(problem)).toBe(line);
});

test('an error has a line for each of its problems, and keeps them', () => {
  const problems = [
    { file: 'a.txt', message: 'one' },
    { file: 'b.txt', message: 'two' },
  ];
  const error = new StudyFolderError(problems);
  expect(error.message).toBe('a.txt: one\nb.txt: two');
  expect(error.problems).toEqual(problems);
});

test.each([
  ['rounds[12].texts', ['rounds', 12, 'texts']],
  ['controller.name', ['controller', 'name']],
  ['(whole file)', []],
])('%s is the field at one path, and back', (name, path) => {
  expect(fieldName(path)).toBe(name);
  expect(fieldPath(name)).toEqual(path);
});
