import { expect, test } from 'vitest';
import manifest from '../../manifest.json' with { type: 'json' };
import project from '../../package.json' with { type: 'json' };
import { linesWith, readText } from './tracked-files.ts';

const readme = readText('README.md');
const scripts = Object.keys(project.scripts);

/** Parts of other commands, which nobody needs to know. */
const internal = new Set(['preinstall', 'build:chrome', 'build:firefox', 'setup']);

test('the README names every command, and no command that does not exist', () => {
  const named = new Set(
    Array.from(readme.matchAll(/\bnpm (?:run (?:--silent )?)?([a-z][a-z:]*)/g), ([, name = '']) => name).filter(
      (name) => name !== 'ci' && name !== 'install',
    ),
  );
  expect([...named].filter((name) => !scripts.includes(name))).toEqual([]);
  expect(scripts.filter((name) => !internal.has(name) && !named.has(name))).toEqual([]);
});

test.for(Object.keys(project.dependencies))('%s is imported somewhere and has its reason in the README', (name) => {
  const imports = new RegExp(`['"]${name}(?:/[^'"]*)?['"]`);
  const uses = linesWith(
    /^(core|src|server|fleet|harness|audit|demo|bench)\/.*\.(ts|tsx|mjs)$|^vite\.config\.ts$/,
    imports,
  );
  // tsx runs programs instead of being imported by them.
  const runs = Object.values(project.scripts).filter((command) => command.split(/\s+/).includes(name));
  expect([...uses, ...runs]).not.toEqual([]);
  expect(readme.split('\n').filter((line) => line.startsWith('|') && line.includes(`\`${name}\``))).toHaveLength(1);
});

test('the README names the oldest browsers and the Node version that the code asks for', () => {
  expect(readme).toContain(`Chrome ${manifest.minimum_chrome_version}+`);
  expect(readme).toContain(`Firefox ${manifest.browser_specific_settings.gecko.strict_min_version.split('.')[0]}+`);
  expect(readme).toContain(`Node ${project.engines.node.replace('>=', '')}`);
  expect(manifest.version).toBe(project.version);
});
