import { describe, expect, it } from 'vitest';
import { englishModel as model, multilingualModel } from '../../../../core/embedding/model.ts';
import { sha256Schema, studyIdSchema } from '../../../../core/ids.ts';
import { encodeBase64Url } from '../../../../core/protocol/base64url.ts';
import { canonicalBytes, sha256 } from '../../../../core/protocol/canonical-json.ts';
import { formatJoinLink } from '../../../../core/protocol/join-link.ts';
import { publicKeySchema, sign } from '../../../../core/protocol/signed.ts';
import { reasonInWords } from '../../../../src/pages/words/reasons.ts';
import { changeSettings } from '../../../../src/storage/settings-store.ts';
import { declineStudy, joinStudy } from '../../../../src/studies/membership.ts';
import { reviewStudy, studyProblem } from '../../../../src/studies/review-study.ts';
import { problemResponse, type StudyWorld, server, startOfTime, studyWorld } from '../study-world.ts';
import { donate, join, joinedDevice, testDevice } from '../test-device.ts';

const never = new AbortController().signal;

async function review(world: StudyWorld, link = world.link) {
  const device = await testDevice(world);
  const reviewed = await reviewStudy(device, link, never);
  return { device, reviewed, reason: reviewed.ok ? undefined : reasonInWords(reviewed.reason) };
}

describe('reviewing a study', () => {
  it('makes one GET and joins nothing', async () => {
    const world = await studyWorld();
    const { device, reviewed } = await review(world);
    expect(reviewed).toMatchObject({ ok: true, record: { id: world.study, state: 'under-review', server } });
    expect(world.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([`GET /v1/studies/${world.study}`]);
    expect(await donate(device, { kind: 'click', at: startOfTime }, never)).toEqual([]);
    expect(world.requests).toHaveLength(1);
  });

  it('requests nothing for a link that is none', async () => {
    const world = await studyWorld();
    for (const link of ['hello', 'http://study.example/join#study=a&key=b', world.link.slice(0, -1)]) {
      expect((await review(world, link)).reason).toMatch(/link|https/);
    }
    expect(world.requests).toEqual([]);
  });

  it('refuses a study that was changed after it was signed', async () => {
    const world = await studyWorld();
    const { document } = world.signed;
    world.signed = { ...world.signed, document: { ...document, consent: ['You agree to everything.'] } };
    const { reason, device } = await review(world);
    expect(reason).toContain('another study than the one your link names');
    expect(await device.database.count('studies')).toBe(0);
  });

  it('refuses candidates in a language that the study’s model does not understand', async () => {
    const { reason } = await review(await studyWorld({ study: { languages: ['en', 'de'] } }));
    expect(reason).toContain('compares texts in German, which its language model does not understand');
    expect(reason).toContain('Nothing was joined and nothing was sent.');
  });

  it('accepts a study in another language whose model understands it, and polls in any language', async () => {
    const { id, sha256 } = multilingualModel;
    expect((await review(await studyWorld({ study: { languages: ['de'], model: { id, sha256 } } }))).reviewed.ok).toBe(
      true,
    );
    const questions = [
      { kind: 'fragments' as const, poll: 'which' as const, windowDays: 30, fewestTexts: 1, epsilon: 4 },
    ];
    const poll = await studyWorld({ rounds: ['fragments'], study: { languages: ['hi'], questions } });
    expect((await review(poll)).reviewed.ok).toBe(true);
  });

  it('refuses a study that is signed with another key', async () => {
    const world = await studyWorld();
    const other = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
    world.signed = await sign(world.signed.document, other.privateKey);
    expect((await review(world)).reason).toContain('not signed with the key in your link');
  });

  it('refuses a link with another key than the study has', async () => {
    const world = await studyWorld();
    const publicKey = publicKeySchema.parse(encodeBase64Url(new Uint8Array(32).fill(3)));
    const link = formatJoinLink({ server, study: world.study, publicKey });
    expect((await review(world, link)).reason).toContain('not signed with the key in your link');
  });

  it('refuses a study that names another key than its link, although the key of the link signed it', async () => {
    const world = await studyWorld();
    const publicKey = publicKeySchema.parse(encodeBase64Url(new Uint8Array(32).fill(3)));
    const signed = await sign({ ...world.signed.document, publicKey }, world.privateKey);
    const link = {
      study: studyIdSchema.parse(await sha256(canonicalBytes(signed.document))),
      publicKey: world.publicKey,
    };
    const caps = { perReport: 4, window: 8 };
    expect(await studyProblem(signed, link, caps, startOfTime)).toEqual({ key: 'reason_study_not_signed' });
  });

  it.each([
    ['by name', { id: 'another-model', sha256: model.sha256 }],
    ['by hash', { id: model.id, sha256: sha256Schema.parse('0'.repeat(64)) }],
  ])('refuses a model that it does not carry, %s', async (_name, other) => {
    expect((await review(await studyWorld({ study: { model: other } }))).reason).toContain('does not carry');
  });

  it('refuses a study that has ended', async () => {
    const world = await studyWorld({ study: { endsAt: '2030-01-01T00:00:00Z' } });
    expect((await review(world)).reason).toContain('has ended');
    const later = await studyWorld({ study: { endsAt: '2030-01-01T00:00:01Z' } });
    expect((await review(later)).reason).toBeUndefined();
  });

  it('refuses a pilot, which has simulated volunteers', async () => {
    expect((await review(await studyWorld({ study: { kind: 'pilot' } }))).reason).toContain('nobody can join it');
    expect((await review(await studyWorld({ study: { kind: 'demo' } }))).reviewed).toMatchObject({ ok: true });
  });

  it('refuses an epsilon over the cap that the volunteer set', async () => {
    const world = await studyWorld({
      study: {
        questions: [
          { kind: 'fragments', poll: 'which', windowDays: 30, fewestTexts: 1, epsilon: 1 },
          { kind: 'candidates', answerRule: 'random-draft', recentDrafts: 20, fewestTexts: 1, epsilon: 5 },
        ],
      },
    });
    const { reason, device } = await review(world);
    expect(reason).toContain('more than your cap of 4');
    await changeSettings(device.database, { capPerReport: 5 });
    expect((await reviewStudy(device, world.link, never)).ok).toBe(true);
  });

  it.each([
    ['cannot be reached', () => Promise.reject(new TypeError('x')) as never, 'could not be reached'],
    ['knows no such study', () => problemResponse('unknown-study'), 'does not know this study'],
    [
      'answers in a later version',
      () => Response.json({ document: { format: 'data-donor/study/3' }, signature: 'x' }),
      'Update the extension',
    ],
    ['answers with something else', () => new Response('<html>'), 'does not understand'],
  ])('says so when the server %s', async (_name, answer, words) => {
    const world = await studyWorld();
    world.reply = answer;
    expect((await review(world)).reason).toContain(words);
  });

  it('does not touch a study that is joined', async () => {
    const world = await studyWorld();
    const device = await joinedDevice(world);
    expect(await reviewStudy(device, world.link, never)).toMatchObject({ ok: false });
    expect(world.requests).toEqual([]);
    expect(await device.database.getAll('studies')).toMatchObject([{ state: 'joined' }]);
  });
});

describe('deciding', () => {
  it('joins only what was reviewed', async () => {
    const world = await studyWorld();
    const device = await testDevice(world);
    expect(await joinStudy(device, world.study, server)).toBe(false);
    expect(await device.database.count('cohorts')).toBe(0);
    await reviewStudy(device, world.link, never);
    expect(await joinStudy(device, world.study, server)).toBe(true);
    expect(await device.database.getAll('studies')).toMatchObject([{ state: 'joined', joinedAt: startOfTime }]);
  });

  it('joins a study from the server that was shown, not from another that a second link has put in its place', async () => {
    const world = await studyWorld();
    const { device } = await review(world);
    const second = formatJoinLink({ server: 'https://other.example', study: world.study, publicKey: world.publicKey });
    expect((await reviewStudy(device, second, never)).ok).toBe(true);
    expect(await joinStudy(device, world.study, server)).toBe(false);
    expect(await device.database.getAll('studies')).toMatchObject([{ state: 'under-review' }]);
    expect(await joinStudy(device, world.study, 'https://other.example')).toBe(true);
  });

  it('stores no review that was stopped while its study was fetched', async () => {
    const world = await studyWorld();
    const device = await testDevice(world);
    const stop = new AbortController();
    world.reply = () => void stop.abort();
    expect((await reviewStudy(device, world.link, stop.signal)).ok).toBe(false);
    expect(await device.database.count('studies')).toBe(0);
  });

  it('says that a study is joined when it was joined before, and changes nothing', async () => {
    const world = await studyWorld();
    const device = await joinedDevice(world);
    device.clock.now += 1000;
    expect(await joinStudy(device, world.study, server)).toBe(true);
    expect(await device.database.getAll('studies')).toMatchObject([{ state: 'joined', joinedAt: startOfTime }]);
  });

  it('forgets what was declined, and declines nothing that is joined', async () => {
    const world = await studyWorld();
    const { device } = await review(world);
    expect(await declineStudy(device.database, world.study)).toMatchObject({ server });
    expect(await device.database.count('studies')).toBe(0);
    await join(device, world);
    expect(await declineStudy(device.database, world.study)).toBeUndefined();
    expect(await declineStudy(device.database, 'f'.repeat(64) as typeof world.study)).toBeUndefined();
    expect(await device.database.count('studies')).toBe(1);
  });
});
