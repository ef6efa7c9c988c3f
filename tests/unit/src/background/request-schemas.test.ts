import { expect, test } from 'vitest';
import { requestSchemas } from '../../../../src/background/request-schemas.ts';
import type { MessageName } from '../../../../src/messages.ts';

const id = 'ab'.repeat(32);
const field = '3b241101-e2bb-4255-8caf-4136c566a962';

const draft = {
  id: 'draft-1',
  field,
  text: 'three small words',
  site: 'https://mail.example',
  createdAt: 1,
  editedAt: 2,
};
const since = { epoch: 1_795_000_000_000, takenBack: 3 };

const understood: readonly (readonly [MessageName, unknown])[] = [
  ['capture-state', {}],
  ['draft-captured', { field, text: 'three small words', epoch: 0 }],
  ['draft-retracted', { field }],
  ['field-refused', { reason: 'one-time-code', epoch: 1_795_000_000_000 }],
  ['review-study', { link: 'https://study.example/join' }],
  ['join-study', { study: id, server: 'https://study.example' }],
  ['look-for-rounds', {}],
  ['donate-now', { rounds: [{ study: id, round: id }] }],
  ['cancel-report', { study: id, round: id }],
  ['allow-site', { origin: 'https://mail.example' }],
  ['allow-site', { origin: 'http://127.0.0.1:8080' }],
  ['wish-site', { origin: null }],
  ['forget-draft', { draft: 'draft-1' }],
  ['forget-site-drafts', { origin: 'https://mail.example' }],
  ['forget-all-drafts', {}],
  ['restore-drafts', { drafts: [draft, { ...draft, endingAt: 3 }], since }],
  ['set-caps', { capPerReport: 0, capWindow: 1000 }],
  ['set-paused', { paused: true }],
];
test.for(understood)('%s with %j is understood', ([name, request]) => {
  expect(requestSchemas[name].safeParse(request).success).toBe(true);
});

const refused: readonly (readonly [MessageName, unknown])[] = [
  ['join-study', { study: id }],
  ['donate-now', {}],
  ['donate-now', { rounds: [{ study: id }] }],
  ['draft-captured', { field: 'field-1', text: 'three small words', epoch: 0 }],
  ['draft-captured', { field, text: '', epoch: 0 }],
  ['draft-captured', { field, text: 'a'.repeat(10_001), epoch: 0 }],
  ['draft-captured', { field, text: 'three small words', epoch: 0, site: 'https://other.example' }],
  ['draft-captured', { field, text: 'three small words' }],
  ['draft-captured', { field, text: 'three small words', epoch: -1 }],
  ['draft-captured', { field, text: 'three small words', epoch: 0.5 }],
  ['draft-retracted', { field: 'field-1' }],
  ['draft-retracted', { field, site: 'https://other.example' }],
  ['field-refused', { reason: 'The words that were typed', epoch: 0 }],
  ['field-refused', { reason: 'a'.repeat(41), epoch: 0 }],
  ['join-study', { study: 'everyday' }],
  ['allow-site', { origin: 'https://mail.example/inbox' }],
  ['allow-site', { origin: 'javascript:alert(1)' }],
  ['allow-site', { origin: '*://*/*' }],
  ['wish-site', { origin: 'mail.example' }],
  ['restore-drafts', { drafts: [], since }],
  ['restore-drafts', { drafts: Array(501).fill(draft), since }],
  ['restore-drafts', { drafts: [{ ...draft, text: '' }], since }],
  ['restore-drafts', { drafts: [{ ...draft, text: 'a'.repeat(10_001) }], since }],
  ['restore-drafts', { drafts: [{ ...draft, site: 'https://mail.example/inbox' }], since }],
  ['restore-drafts', { drafts: [{ ...draft, site: 'file:///etc' }], since }],
  ['restore-drafts', { drafts: [{ ...draft, editedAt: -1 }], since }],
  ['restore-drafts', { drafts: [{ ...draft, trueAnswer: 1 }], since }],
  ['restore-drafts', { drafts: [draft] }],
  ['restore-drafts', { drafts: [draft], since: { epoch: 1 } }],
  ['set-caps', { capPerReport: -1, capWindow: 8 }],
  ['set-caps', { capPerReport: 4, capWindow: 1000.1 }],
  ['set-caps', { capPerReport: Number.NaN, capWindow: 8 }],
  ['set-caps', { capPerReport: 4 }],
  ['set-paused', { paused: 'yes' }],
  ['erase-everything', undefined],
];
test.for(refused)('%s with %j is refused', ([name, request]) => {
  expect(requestSchemas[name].safeParse(request).success).toBe(false);
});
