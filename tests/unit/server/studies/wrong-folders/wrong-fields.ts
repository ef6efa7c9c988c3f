import { type WrongFolder, yaml } from './wrong-folder.ts';

export const wrongFields: readonly WrongFolder[] = [
  {
    what: 'an unknown field',
    ...yaml('title: How', 'colour: red\ntitle: How'),
    said: /^study\.yaml:2:1: colour: there is no such field here; remove it/,
  },
  {
    what: 'a misspelt field',
    ...yaml('title: How', 'titel: X\ntitle: How'),
    said: /^study\.yaml:2:1: titel: .*did you mean "title"\?$/,
  },
  {
    what: 'a field in the wrong place',
    ...yaml('title: How', 'epsilon: 4\ntitle: How'),
    said: /^study\.yaml:2:1: epsilon: .*"epsilon" belongs to rounds of the kind "candidates": move it there/,
  },
  {
    what: 'a field of the other kind',
    ...yaml('    texts: phrases.txt', '    minSimilarity: 0.4\n    texts: phrases.txt'),
    said: /rounds\[0\]\.minSimilarity: there is no such field here; "minSimilarity" belongs to rounds of the kind "candidates"/,
  },
  {
    what: 'no name',
    ...yaml(/^name.*\n/, ''),
    said: /^study\.yaml:1:1: name: this field is missing; expected a text; write for example: name: commute$/,
  },
  {
    what: 'no end',
    ...yaml(/endsAt.*\n/, ''),
    said: /endsAt: this field is missing; expected a text; write for example: endsAt: 2027-12-31T00:00:00Z$/,
  },
  {
    what: 'no consent',
    ...yaml(/consent:\n.*\n/, ''),
    said: /consent: this field is missing; expected a list; write for example: consent: /,
  },
  {
    what: 'no controller',
    ...yaml(/controller:\n.*\n.*\n/, ''),
    said: /controller: this field is missing; expected a group of fields/,
  },
  { what: 'no contact', ...yaml(/ {2}contact.*\n/, ''), said: /controller\.contact: this field is missing/ },
  { what: 'no withdrawal', ...yaml(/withdrawal.*\n/, ''), said: /withdrawal: this field is missing/ },
  { what: 'no privacy policy', ...yaml(/privacyPolicy:\n.*\n/, ''), said: /privacyPolicy: this field is missing/ },
  { what: 'no rounds', ...yaml(/rounds:[\s\S]*/, ''), said: /rounds: this field is missing; expected a list/ },
  {
    what: 'an empty list of rounds',
    ...yaml(/rounds:[\s\S]*/, 'rounds: []\n'),
    said: /rounds: expected at least 1 entry/,
  },
  {
    what: 'rounds that are no list',
    ...yaml(/rounds:[\s\S]*/, 'rounds: 5\n'),
    said: /rounds: expected a list, found a single value; write each entry/,
  },
  {
    what: 'a round that is empty',
    ...yaml(/rounds:[\s\S]*/, 'rounds: [null]\n'),
    said: /rounds\[0\]: expected a group of fields, and nothing stands here/,
  },
  {
    what: 'a consent that is one text',
    ...yaml(/consent:\n.*\n/, 'consent: You answer one question.\n'),
    said: /^study\.yaml:4:10: consent: expected a list, found a single value; write each entry on a line of its own that begins with "- "/,
  },
  {
    what: 'an empty paragraph of consent',
    ...yaml('  - You answer one question.', '  - ""'),
    said: /consent\[0\]: expected at least 1 character/,
  },
  {
    what: 'an empty title',
    ...yaml('title: How people travel', 'title:'),
    said: /^study\.yaml:2:\d+: title: expected a text, and nothing stands here; write for example: title: How people travel$/,
  },
  {
    what: 'a title of spaces',
    ...yaml('title: How people travel', 'title: "   "'),
    said: /title: expected at least 1 character/,
  },
  {
    what: 'a title that is a number',
    ...yaml('title: How people travel', 'title: 2027'),
    said: /title: expected a text, but YAML reads 2027 as a number; put it in quotes: "2027"$/,
  },
  {
    what: 'a title that is a truth value',
    ...yaml('title: How people travel', 'title: true'),
    said: /title: expected a text, but YAML reads true as a boolean; put it in quotes: "true"$/,
  },
  {
    what: 'too long a title',
    ...yaml('title: How people travel', `title: ${'a'.repeat(121)}`),
    said: /title: expected at most 120 characters, found 121; shorten it$/,
  },
  {
    what: 'too long a summary',
    ...yaml('summary: A study', `summary: ${'a'.repeat(601)}`),
    said: /summary: expected at most 600 characters/,
  },
  {
    what: 'a name with capitals',
    ...yaml('name: commute', 'name: My Study'),
    said: /^study\.yaml:1:7: name: expected lower-case letters, digits and hyphens$/,
  },
  {
    what: 'a name that leads out',
    ...yaml('name: commute', 'name: ../commute'),
    said: /name: expected lower-case letters/,
  },
  {
    what: 'an unknown kind of study',
    ...yaml('name: commute', 'name: commute\nkind: test'),
    said: /kind: expected "real", "pilot", or "demo"$/,
  },
  {
    what: 'a language that is no tag',
    ...yaml('name: commute', 'name: commute\nlanguages: [English]'),
    said: /languages\[0\]: expected a language tag such as "en"/,
  },
  {
    what: 'languages without brackets',
    ...yaml('name: commute', 'name: commute\nlanguages: en'),
    said: /languages: expected a list, found a single value/,
  },
  {
    what: 'no language',
    ...yaml('name: commute', 'name: commute\nlanguages: []'),
    said: /languages: expected at least 1 entry; write for example: languages: \[en\]/,
  },
  {
    what: 'a date without a time',
    ...yaml(/^endsAt: .*/m, 'endsAt: 2126-12-31'),
    said: /endsAt: expected a UTC time such as 2027-12-31T00:00:00Z/,
  },
  {
    what: 'a date in words',
    ...yaml(/^endsAt: .*/m, 'endsAt: next year'),
    said: /endsAt: expected a UTC time such as/,
  },
  {
    what: 'a local time',
    ...yaml(/^endsAt: .*/m, 'endsAt: 2126-12-31T00:00:00+01:00'),
    said: /endsAt: expected a UTC time such as/,
  },
  {
    what: 'a day that does not exist',
    ...yaml(/^endsAt: .*/m, 'endsAt: 2126-02-30T00:00:00Z'),
    said: /endsAt: expected a UTC time such as/,
  },
  { what: 'an end in the past', ...yaml(/2126/g, '2020'), said: /endsAt: expected a time in the future/ },
  {
    what: 'a round that closes after the end',
    ...yaml('closesAt: 2126-06-30', 'closesAt: 2127-06-30'),
    said: /rounds\[0\]\.closesAt: expected a time up to endsAt/,
  },
  {
    what: 'a round that closed',
    ...yaml('closesAt: 2126-06-30', 'closesAt: 2020-06-30'),
    said: /rounds\[0\]\.closesAt: expected a time in the future/,
  },
  {
    what: 'too many cohorts',
    ...yaml('name: commute', 'name: commute\ncohorts: 6'),
    said: /cohorts: expected at most 5/,
  },
  {
    what: 'a cohort that does not exist',
    ...yaml('    texts: phrases.txt', '    cohorts: [1]\n    texts: phrases.txt'),
    said: /rounds\[0\]\.cohorts: expected numbers below the study's number of cohorts/,
  },
  {
    what: 'cohorts in disorder',
    ...yaml('    texts: phrases.txt', '    cohorts: [1, 0]\n    texts: phrases.txt'),
    said: /rounds\[0\]\.cohorts: expected different cohorts in ascending order/,
  },
  {
    what: 'an unknown budget',
    ...yaml('name: commute', 'name: commute\nbudgets: { round: 5 }'),
    said: /budgets\.round: there is no such field here; did you mean "rounds"\?|budgets\.round: there is no such field here/,
  },
  {
    what: 'a budget of no rounds',
    ...yaml('name: commute', 'name: commute\nbudgets: { rounds: 0 }'),
    said: /budgets\.rounds: expected at least 1/,
  },
  {
    what: 'a budget of few bytes',
    ...yaml('name: commute', 'name: commute\nbudgets: { bytes: 1024 }'),
    said: /rounds\[1\]\.texts: these texts make \d+ bytes, and the study's budgets allow 1024/,
  },
  {
    what: 'epsilon below the budget',
    ...yaml('name: commute', 'name: commute\nbudgets: { leastEpsilon: 5 }'),
    said: /rounds\[0\]\.epsilon: expected at least the least epsilon of the study's budgets/m,
  },
  {
    what: 'half of the bounds of later rounds',
    ...yaml('name: commute', 'name: commute\nlaterRounds: { epsilon: 4 }'),
    said: /laterRounds\.fewestTexts: this field is missing/m,
  },
  {
    what: 'a correction of a name that is none',
    ...yaml('name: commute', 'name: commute\ncorrects: Old Study'),
    said: /corrects: expected lower-case letters/,
  },
  {
    what: 'candidates in a language that no model understands',
    ...yaml('name: commute', 'name: commute\nlanguages: [hi]'),
    said: /^study\.yaml:2:12: languages: the model all-MiniLM-L6-v2-int8 understands English only, so that drafts and candidates in Hindi would be matched by chance; no model here understands all/,
  },
  {
    what: 'candidates of two languages for a model of one',
    ...yaml('name: commute', 'name: commute\nmodel: all-MiniLM-L6-v2-int8\nlanguages: [en, de-CH]'),
    said: /^study\.yaml:3:12: languages: the model all-MiniLM-L6-v2-int8 understands English only.* in Swiss High German would be matched by chance; name the model use-multilingual-v3-int8/,
  },
  {
    what: 'a model that is not here',
    ...yaml('name: commute', 'name: commute\nmodel: gpt'),
    said: /^study\.yaml:2:8: model: expected "all-MiniLM-L6-v2-int8" or "use-multilingual-v3-int8"/,
  },
];
