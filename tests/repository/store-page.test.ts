import { expect, test } from 'vitest';
import manifest from '../../manifest.json' with { type: 'json' };
import { readText } from './tracked-files.ts';

test('the page for the stores gives a reason for each permission of the manifest, and for no other', () => {
  const [, table = ''] = readText('docs/store.md').split('## Permissions\n');
  const rows = table.split('\n\n')[0]?.split('\n').slice(2) ?? [];
  const named = rows.flatMap((row) => Array.from(row.split('|')[1]?.matchAll(/`([^`]+)`/g) ?? [], ([, name]) => name));
  const collected = manifest.browser_specific_settings.gecko.data_collection_permissions;
  expect(collected.required).toEqual(['none']);
  expect(named).toEqual([...manifest.permissions, ...manifest.optional_host_permissions, ...collected.optional]);
});
