import type { Runtime } from 'webextension-polyfill';
import type { MessageName, Messages } from '../messages.ts';

/** What the background does for one message. */
export type Command<Name extends MessageName> = (
  request: Messages[Name]['request'],
  sender: Runtime.MessageSender,
) => Promise<Messages[Name]['response']>;

export const done = { ok: true } as const;
