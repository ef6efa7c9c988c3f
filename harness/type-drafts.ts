import type { Volunteer } from './volunteer.ts';

/**
 * Types each text into a site's message field, key by key, and leaves the field; waits until the extension has kept it.
 */
export async function typeDrafts(
  volunteer: Volunteer,
  site: string,
  texts: readonly string[],
  onProgress: (kept: number) => void = () => {},
): Promise<void> {
  const page = await volunteer.browser.openPage(site);
  for (const [index, text] of texts.entries()) {
    // A later edit of the same field would replace the draft: every message gets a fresh page.
    await page.goto(site);
    await volunteer.write(page, 'Message', text);
    await volunteer.untilDevice(`draft ${index + 1} to be kept`, ({ drafts }) => drafts.length > index);
    onProgress(index + 1);
  }
  await page.close();
}
