import { buildExtension } from '../../harness/build-extension.ts';

/** Runs once before the suite: both builds, unless they are newer than their sources. */
export default async function setup(): Promise<void> {
  await buildExtension('chrome');
  await buildExtension('firefox');
}
