import { expect } from 'vitest';
import { readAllStorage } from '../../harness/device-contents.ts';
import { testInBothBrowsers } from './both-browsers.ts';

/** Field and the sentence typed into it; the first word of each stands nowhere else. */
const secrets = [
  ['Password', 'Zebrawood is my secret word'],
  ['Shown password', 'Quicksilver is another secret word'],
  ['Card number', 'Marzipan 4111 1111 1111 1111 is my card'],
  ['Code', 'Tamarind 493817 is the code'],
  ['Opted out', 'Juniper is what the page keeps out'],
  ['Code editor', 'Saffron is what a program would say'],
  ['Subject', 'Obsidian key AKIAIOSFODNN7EXAMPLE goes here'],
] as const;
const kept = [
  ['Message', 'Hawthorn hedges need a trim this weekend'],
  ['Note', 'Lavender grows well beside the fence'],
] as const;
const setByScript = 'Bergamot was put here by a script';

testInBothBrowsers(
  'passwords, codes, cards and what a page fills in are nowhere in storage; what was typed elsewhere is',
  {},
  async ({ typingPage, volunteer, wiretap }) => {
    const person = await volunteer();
    await person.allowSite(typingPage.origin);
    const page = await person.browser.openPage(typingPage.origin);
    await page.evaluate((text) => {
      const field = document.querySelector<HTMLTextAreaElement>('#filled');
      if (!field) throw new Error('the page has no such field');
      field.focus();
      field.value = text;
      field.dispatchEvent(new InputEvent('beforeinput', { bubbles: true, inputType: 'insertText', data: text }));
      field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: text }));
      field.blur();
    }, setByScript);
    for (const [field, text] of secrets) await person.write(page, field, text);
    await page.click('button', 'Show password');
    await person.write(page, 'Shown password', ' and more of it in plain sight');
    await person.write(page, 'Filled by the page', '');
    // Typed last: when these are stored, everything before has been decided.
    for (const [field, text] of kept) await person.write(page, field, text);
    await page.close();

    const { drafts } = await person.untilDevice('what may be kept', (device) => device.drafts.length >= kept.length);
    expect(drafts.map(({ text }) => text).sort()).toEqual(kept.map(([, text]) => text).sort());
    const storage = await readAllStorage(person.page);
    for (const [, text] of kept) expect(storage).toContain(text);
    for (const text of [...secrets.map(([, each]) => each), setByScript]) {
      expect(storage).not.toContain(text.split(' ')[0]);
    }
    expect(storage).not.toMatch(/4111|493817|AKIA|plain sight/);
    expect(wiretap.requests).toEqual([]);
  },
);
