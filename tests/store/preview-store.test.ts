import { expect, test } from 'vitest';
import type { Sha256 } from '../../core/ids.ts';
import { opensAt, publication } from '../../harness/signed-study.ts';
import type { StoredPreview } from '../../server/store/preview-store.ts';
import { database, onEachEngine, restart, store } from './opened-store.ts';

const preview: StoredPreview = {
  name: 'commute',
  address: 'a'.repeat(22),
  sha256: '1'.repeat(64) as Sha256,
  content: '{"ü":1}',
  publishedRounds: 0,
  madeAt: opensAt,
};
const corrected = { ...preview, address: 'b'.repeat(22), sha256: '2'.repeat(64) as Sha256, content: '{}' };
const vectors = { first: 0, bytes: Uint8Array.of(0, 1, 255, 0) };
const later = { first: 16, bytes: Uint8Array.of(9) };

onEachEngine(() => {
  test('keeps a preview by name and address, also over a restart', async () => {
    expect(await store.putPreview(preview)).toBe(preview.address);
    await restart();
    expect(await store.previewNamed('commute')).toEqual(preview);
    expect(await store.previewAt(preview.address)).toEqual(preview);
    expect(await store.previews()).toEqual([preview]);
    expect(await store.previewAt(corrected.address)).toBe(undefined);
    expect(await store.previewNamed(preview.address)).toBe(undefined);
    expect((await store.publications()).studies).toEqual([]);
  });

  test('a database of the version before gets the tables, and keeps what it has', async () => {
    await store.publish(await publication({ rounds: 1 }));
    const before = await store.publications();
    await restart(() => database.setVersionBefore('previews'));
    expect(await store.publications()).toEqual(before);
    expect(await store.putPreview(preview)).toBe(preview.address);
    expect(await store.previews()).toEqual([preview]);
  });

  test('a corrected preview keeps the address and loses the vectors; the same one keeps both', async () => {
    await store.putPreview(preview);
    await store.addVectors(preview, later);
    await store.addVectors(preview, vectors);
    await store.addVectors(preview, { ...vectors, bytes: Uint8Array.of(7) });
    expect(await store.vectors(preview)).toEqual([vectors, later]);
    expect(await store.putPreview({ ...preview, address: corrected.address, madeAt: opensAt + 1 })).toBe(
      preview.address,
    );
    expect(await store.vectors(preview)).toEqual([vectors, later]);
    expect(await store.putPreview(corrected)).toBe(preview.address);
    expect(await store.vectors(preview)).toEqual([]);
    expect(await store.vectors(corrected)).toEqual([]);
    await store.addVectors(preview, vectors);
    expect(await store.vectors(corrected)).toEqual([]);
    expect(await store.previews()).toEqual([{ ...corrected, address: preview.address }]);
  });

  test('a preview that is thrown away leaves nothing', async () => {
    await store.putPreview(preview);
    await store.addVectors(preview, vectors);
    expect(await store.discardPreview('commute')).toBe(true);
    expect(await store.discardPreview('commute')).toBe(false);
    await store.putPreview(preview);
    expect(await store.vectors(preview)).toEqual([]);
  });

  test('opening publishes and takes the preview away, once, whoever else opens it at the same time', async () => {
    const published = await publication({ rounds: 2 });
    await store.putPreview(preview);
    expect(await store.openPreview(corrected, published)).toBe(false);
    expect((await store.publications()).studies).toEqual([]);
    const opened = await Promise.all(Array.from({ length: 4 }, () => store.openPreview(preview, published)));
    expect(opened.filter(Boolean)).toHaveLength(1);
    expect(await store.previews()).toEqual([]);
    expect((await store.publications()).studies[0]?.rounds).toHaveLength(2);
  });

  test('a preview whose publication fails is still there, and nothing of it is published', async () => {
    const published = await publication({ rounds: 1 });
    await store.publish(published);
    const before = await store.publications();
    await store.putPreview(preview);
    // Its round is in the log already.
    await expect(store.openPreview(preview, published)).rejects.toThrow();
    expect(await store.publications()).toEqual(before);
    expect(await store.previews()).toEqual([preview]);
  });
});
