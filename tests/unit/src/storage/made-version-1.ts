import type { IDBPDatabase } from 'idb';

/** The stores as version 1 of the database had them. */
export function makeVersion1(fresh: IDBPDatabase): void {
  fresh.createObjectStore('drafts', { keyPath: 'id' }).createIndex('editedAt', 'editedAt');
  fresh.createObjectStore('studies', { keyPath: 'id' });
  fresh.createObjectStore('batches', { keyPath: 'sha256' });
  fresh.createObjectStore('rounds', { keyPath: ['study', 'round'] }).createIndex('study', 'study');
  fresh.createObjectStore('charges', { keyPath: 'sequence' });
  fresh.createObjectStore('answeredRounds', { keyPath: ['study', 'round'] });
  fresh.createObjectStore('outbox', { keyPath: ['study', 'round'] }).createIndex('sendAt', 'sendAt');
  fresh.createObjectStore('receipts', { keyPath: ['study', 'round'] });
  fresh.createObjectStore('settings');
  fresh.createObjectStore('sites', { keyPath: 'origin' });
  fresh.createObjectStore('wishedSite');
  fresh.createObjectStore('schedule');
}
