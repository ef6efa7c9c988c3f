import { expect } from 'vitest';
import { formatJoinLink, type JoinLink } from '../../core/protocol/join-link.ts';
import { InvitationPage } from '../../harness/extension-pages.ts';
import type { Attack, Attacked } from '../../harness/hostile-servers/attacked-study.ts';
import type { HostileServer } from '../../harness/hostile-servers/hostile-server.ts';
import type { Volunteer } from '../../harness/volunteer.ts';

/** Puts an attack on the server, and returns the link that volunteers get. */
export async function mount(
  server: HostileServer,
  attack: Attack,
  stranger: string,
): Promise<Attacked & { link: JoinLink }> {
  const attacked = await attack.prepare({ origin: server.origin, stranger });
  for (const made of attacked.also ?? []) server.host(made);
  return { ...attacked, link: { ...server.host(attacked.made, attacked.lies), ...attacked.link } };
}

export async function openInvitation(person: Volunteer, link: JoinLink): Promise<InvitationPage> {
  const path = `src/pages/review/index.html#${encodeURIComponent(formatJoinLink(link))}`;
  return new InvitationPage(await person.browser.openExtensionPage(path));
}

/** Joins as the pages do, without their clicks; the permissions were given before. */
export async function joinByCommand(person: Volunteer, link: JoinLink): Promise<void> {
  expect(await person.command('review-study', { link: formatJoinLink(link) })).toMatchObject({ ok: true });
  expect(await person.command('join-study', { study: link.study, server: link.server })).toEqual({ ok: true });
}

/** What the popup says in the end, by the title of the round or study. */
export async function donateAll(person: Volunteer): Promise<(name: string) => string> {
  const popup = await person.clickDonate();
  await popup.outcome();
  const lines = await popup.page.evaluate(() =>
    [...document.querySelectorAll('.outcomes li')].map(
      (line) => `${line.querySelector('strong bdi')?.textContent}\n${line.textContent}`,
    ),
  );
  await popup.close();
  return (name) => lines.filter((line) => line.startsWith(`${name}\n`)).join('\n');
}
